using SensorWatch.Contracts.Aws;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Patterns;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// Which alarms become alerts. Alarms have names that people read in alerts, and that tell two kinds apart:
/// <c>sensorwatch-dev-system-…</c> become alerts; <c>sensorwatch-dev-alerting-…</c> watch the very way by which alarms become
/// alerts and alerts reach operators, and go to the alarm topic alone. If that way recorded its own failures, each would
/// cause the next, once a minute for as long as it is broken.
/// </summary>
public static class SystemAlarms
{
    private static readonly string[] AlertingHandlers = [nameof(RecordSystemAlert), nameof(PublishChanges), nameof(NotifyOperators)];

    /// <summary>The environment's alarms that become alerts, when they go off and when they are over. A team's own with that prefix too.</summary>
    public static RuleTrigger Changes(StageContext context) => RuleTrigger.OnDefaultBus(On.AwsEvent<AlarmStateChange>().Where(e =>
        e.AlarmName.StartsWith(Prefix(context.Settings, "system"), StringComparison.Ordinal)
        && (e.State.Value == "ALARM" || e.State.Value == "OK")));

    /// <summary>The name of an alarm.</summary>
    /// <param name="context">The environment.</param>
    /// <param name="watched">The watched construct's path in its stack: <c>StoreReadings/Queue</c>.</param>
    /// <param name="what">What is wrong with it: <c>Late</c>.</param>
    internal static string Name(StageContext context, string watched, string what)
    {
        var kind = AlertingHandlers.Contains(watched.Split('/')[0]) ? "alerting" : "system";
        return $"{Prefix(context.Settings, kind)}{watched.Replace('/', '-')}-{what}";
    }

    private static string Prefix(EnvironmentSettings settings, string kind) => $"sensorwatch-{settings.Name}-{kind}-";
}
