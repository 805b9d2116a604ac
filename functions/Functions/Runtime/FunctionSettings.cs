namespace SensorWatch.Functions.Runtime;

/// <summary>
/// The environment variables that a handler declared in <see cref="IHandlerSettings"/>, the required ones present: read once,
/// while the execution environment starts, so that a missing one is an init error and not a failure of each invocation.
/// </summary>
public sealed class FunctionSettings
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly IReadOnlyCollection<string> _declared;
    private readonly IReadOnlyCollection<string> _optional;

    /// <summary>Checks that all declared variables are set.</summary>
    /// <param name="environment">All environment variables.</param>
    /// <param name="declared">Names of those that must be set.</param>
    /// <param name="optional">Names of those that may be set.</param>
    /// <exception cref="RuntimeInitException">Some are missing or empty; the message names each of them.</exception>
    public FunctionSettings(
        IReadOnlyDictionary<string, string> environment, IReadOnlyCollection<string> declared, IReadOnlyCollection<string> optional)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentNullException.ThrowIfNull(optional);
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
        _optional = optional;
    }

    /// <summary>The value of a declared variable, never empty.</summary>
    /// <exception cref="ArgumentException">The handler didn't declare it.</exception>
    public string this[string name] => _declared.Contains(name)
        ? _environment[name]
        : throw new ArgumentException($"The handler reads {name} without declaring it: add it to its Needs.", nameof(name));

    /// <summary>The value of a variable that was declared as optional; null when it is missing or empty.</summary>
    /// <exception cref="ArgumentException">The handler didn't declare it.</exception>
    public string? Optional(string name)
    {
        if (!_optional.Contains(name))
        {
            throw new ArgumentException($"The handler reads {name} without declaring it: add Need.Variable(…).IfSet() to its Needs.", nameof(name));
        }

        return _environment.GetValueOrDefault(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
    }
}
