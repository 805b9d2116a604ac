namespace SensorWatch.Templates.Rules;

/// <summary>Whether the system can be seen, mended and restored.</summary>
internal static class OperationsRules
{
    public static IReadOnlyList<DesignRule> All { get; } = [];
}
