using System.Text.RegularExpressions;

namespace SensorWatch.Operate.Environments;

/// <summary>
/// The names of an environment, as <c>infra/Infra</c> gives them: its bus is <c>sensorwatch-dev</c>, its stacks are
/// <c>SensorWatch-Dev-State</c> and the like, and CloudFormation puts a stack's name before those of its resources:
/// <c>SensorWatch-Dev-Services-StoreReadingsQueue7728A5A4-x2bPxhX5qK3L</c>.
/// </summary>
/// <param name="Name">Such as <c>dev</c>.</param>
internal sealed partial record SystemEnvironment(string Name)
{
    public const string Default = "dev";

    /// <summary>What all buses of the system begin with.</summary>
    public const string BusPrefix = "sensorwatch-";

    public string BusName => BusPrefix + Name;

    /// <summary>What the names of the environment's resources begin with.</summary>
    public string Prefix => $"SensorWatch-{char.ToUpperInvariant(Name[0])}{Name[1..]}-";

    public static bool IsName(string text) => EnvironmentName().IsMatch(text);

    public bool Owns(string resourceName) => resourceName.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The part of a resource's name that tells it from others: <c>StoreReadingsQueue</c>.</summary>
    public string ShortName(string resourceName)
    {
        if (!Owns(resourceName))
        {
            return resourceName;
        }

        var inStack = resourceName[Prefix.Length..];
        var afterStack = inStack[(inStack.IndexOf('-', StringComparison.Ordinal) + 1)..];
        return GeneratedEnd().Match(afterStack) is { Success: true, Index: > 0 } end ? afterStack[..end.Index] : afterStack;
    }

    [GeneratedRegex("^[a-z][a-z0-9]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnvironmentName();

    /// <summary>CDK's hash of the construct's path, and what CloudFormation adds.</summary>
    [GeneratedRegex("[0-9A-F]{8}(-[A-Za-z0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GeneratedEnd();
}
