using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>
/// Short names of functions for people: CloudFormation's are long. A function's handler where that tells it from the
/// others, else the function's name.
/// </summary>
internal static class FunctionLabels
{
    /// <summary>Labels by function name.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<FunctionResource> functions)
    {
        var counts = functions.CountBy(function => function.Handler).ToDictionary(StringComparer.Ordinal);
        return functions.ToDictionary(
            function => function.Name,
            function => counts[function.Handler] == 1 ? function.Handler : function.Name,
            StringComparer.Ordinal);
    }
}
