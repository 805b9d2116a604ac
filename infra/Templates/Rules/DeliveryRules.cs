namespace SensorWatch.Templates.Rules;

/// <summary>Whether what is sent arrives, or is kept where somebody sees it.</summary>
internal static class DeliveryRules
{
    public static IReadOnlyList<DesignRule> All { get; } = [];
}
