namespace SensorWatch.Templates.Rules;

/// <summary>Whether templates and the functions' package agree.</summary>
internal static class CodeRules
{
    public static IReadOnlyList<DesignRule> All { get; } = [];
}
