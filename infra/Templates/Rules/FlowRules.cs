namespace SensorWatch.Templates.Rules;

/// <summary>Where events go, and whether they come back.</summary>
internal static class FlowRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        FlowCycleRules.NoEventCycle,
        FlowCycleRules.NamedEvents,
        FlowCycleRules.DeclaredEvents,
        FlowEndRules.FunctionIsInvoked,
        FlowEndRules.QueueIsConsumed,
        FlowEndRules.BusHasTakers,
    ];
}
