namespace SensorWatch.Templates.Rules;

/// <summary>Whether the system can be seen, mended and restored.</summary>
internal static class OperationsRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        .. Operations.LogRules.All,
        .. Operations.WatchRules.All,
        .. Operations.AlarmRules.All,
        .. Operations.DataRules.All,
        .. Operations.SecretRules.All,
        .. Operations.StageRules.All,
    ];
}
