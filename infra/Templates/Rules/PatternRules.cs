namespace SensorWatch.Templates.Rules;

/// <summary>Whether rules match what they are meant to.</summary>
internal static class PatternRules
{
    public static IReadOnlyList<DesignRule> All { get; } = [];
}
