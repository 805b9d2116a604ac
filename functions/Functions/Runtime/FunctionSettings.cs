namespace SensorWatch.Functions.Runtime;

/// <summary>
/// The environment variables that a handler declared in <see cref="IHandlerSettings"/>, all of them present: read once,
/// while the execution environment starts, so that a missing one is an init error and not a failure of each invocation.
/// </summary>
public sealed class FunctionSettings
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly IReadOnlyCollection<string> _declared;

    /// <summary>Checks that all declared variables are set.</summary>
    /// <param name="environment">All environment variables.</param>
    /// <param name="declared">Names of those that the handler may read.</param>
    /// <exception cref="RuntimeInitException">Some are missing or empty; the message names each of them.</exception>
    public FunctionSettings(IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<string> declared)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(declared);
        var missing = declared.Where(name => string.IsNullOrWhiteSpace(environment.GetValueOrDefault(name))).ToArray();
        if (missing.Length > 0)
        {
            throw new RuntimeInitException(
                "Runtime.ConfigInvalid",
                $"The function needs these environment variables, which are missing or empty: {string.Join(", ", missing)}. "
                + "Set them on the function, in the stack that defines it.");
        }

        _environment = environment;
        _declared = declared;
    }

    /// <summary>The value of a declared variable, never empty.</summary>
    /// <exception cref="ArgumentException">The handler didn't declare it.</exception>
    public string this[string name] => _declared.Contains(name)
        ? _environment[name]
        : throw new ArgumentException($"The handler reads {name} without declaring it: add it to its Variables.", nameof(name));
}
