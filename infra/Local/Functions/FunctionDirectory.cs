using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>The deployment's functions, by the names that callers may use.</summary>
public sealed class FunctionDirectory
{
    private const string Latest = ":$LATEST";
    private const string Marker = ":function:";

    private readonly Dictionary<string, FunctionResource> _byName;

    public FunctionDirectory(IEnumerable<FunctionResource> functions)
    {
        All = [.. functions];
        _byName = All.ToDictionary(function => function.Name, StringComparer.Ordinal);
    }

    /// <summary>The functions in the templates' order.</summary>
    public IReadOnlyList<FunctionResource> All { get; }

    /// <summary>
    /// The function with that name, ARN or partial ARN (<c>123456789012:function:NAME</c>), with <c>:$LATEST</c> or nothing
    /// behind it; null when there is none.
    /// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
    /// </summary>
    public FunctionResource? Find(string nameOrArn)
    {
        ArgumentNullException.ThrowIfNull(nameOrArn);
        var unqualified = nameOrArn.EndsWith(Latest, StringComparison.Ordinal) ? nameOrArn[..^Latest.Length] : nameOrArn;
        var marker = unqualified.IndexOf(Marker, StringComparison.Ordinal);
        if (marker < 0)
        {
            return _byName.GetValueOrDefault(unqualified.StartsWith("function:", StringComparison.Ordinal) ? unqualified["function:".Length..] : unqualified);
        }

        return _byName.GetValueOrDefault(unqualified[(marker + Marker.Length)..]) is { } function
            && function.Arn.EndsWith(unqualified, StringComparison.Ordinal)
            ? function
            : null;
    }
}
