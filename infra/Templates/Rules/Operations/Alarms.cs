using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>The alarms of a deployment: what they are on, and whether anybody hears of them.</summary>
internal sealed class Alarms
{
    public const string CompositeType = "AWS::CloudWatch::CompositeAlarm";

    private static readonly TimeSpan MatchTime = TimeSpan.FromSeconds(1);

    private readonly List<Resource> _composites;

    public Alarms(DesignContext context)
    {
        _composites = [.. context.Deployment.OfType(CompositeType)];
        Metrics = [.. context.Deployment.OfType(AlarmResource.Type).SelectMany(AlarmMetric.Of)];
    }

    public IReadOnlyList<AlarmMetric> Metrics { get; }

    /// <summary>Alarms on one of these metrics of a thing.</summary>
    public IReadOnlyList<Resource> On(string space, IReadOnlyList<string> names, string dimension, string value) =>
        [.. Metrics.Where(metric => names.Any(name => metric.IsOf(space, name, dimension, value))).Select(metric => metric.Alarm).Distinct()];

    /// <summary>Whether it tells somebody, by itself or through an alarm that is made of alarms.</summary>
    public bool IsHeard(Resource alarm) => IsHeard(alarm, []);

    /// <summary>Why an alarm does nothing by itself; null when it does.</summary>
    public static string? WhySilent(Resource alarm) =>
        string.Equals(alarm.Text("ActionsEnabled"), "false", StringComparison.OrdinalIgnoreCase) ? "its ActionsEnabled is false"
        : alarm.Node("AlarmActions") is null or JsonArray { Count: 0 } ? "it has no AlarmActions"
        : null;

    private bool IsHeard(Resource alarm, HashSet<Resource> seen) => seen.Add(alarm)
        && (WhySilent(alarm) is null || _composites.Exists(composite => Names(composite, alarm) && IsHeard(composite, seen)));

    /// <summary>https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html</summary>
    private static bool Names(Resource composite, Resource alarm) => composite.Text("AlarmRule") is { } rule
        && (rule.IsUnresolved() || Regex.IsMatch(
            rule, $"(?<![A-Za-z0-9_-]){Regex.Escape(alarm.Name)}(?![A-Za-z0-9_-])", RegexOptions.ExplicitCapture, MatchTime));
}
