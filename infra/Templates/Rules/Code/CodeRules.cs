namespace SensorWatch.Templates.Rules;

/// <summary>Whether templates and the functions' packages agree.</summary>
internal static class CodeRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        .. Code.PackageRules.All,
        .. Code.VariableRules.All,
        .. Code.TriggerRules.All,
        .. Code.GrantRules.All,
        .. Code.TimeToLiveRules.All,
    ];
}
