using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Faults;

/// <summary>Something that a fault can name: by a short name, its logical id, or the end of its construct path.</summary>
/// <param name="Names">Its names; the first is shown.</param>
/// <param name="Resource">The resource; null for what no template declares, such as the default bus.</param>
/// <param name="Id">Its ARN, or another id that tells it from all others.</param>
internal sealed record Named(IReadOnlyList<string> Names, Resource? Resource, string Id)
{
    private const string CdkSuffix = "/Resource";

    public string Label => Names[0];

    /// <summary>The construct path without CDK's <c>/Resource</c> at its end.</summary>
    public string Path => Resource is not { Path: var path } ? Label : path.EndsWith(CdkSuffix, StringComparison.Ordinal) ? path[..^CdkSuffix.Length] : path;

    public bool Is(string name) => Names.Contains(name)
        || Resource?.LogicalId == name
        || Path == name
        || Path.EndsWith($"/{name}", StringComparison.Ordinal);
}

/// <summary>An edge from a rule or schedule to one of its targets.</summary>
internal sealed record DeliveryEdge(Named Source, Named Target);

/// <summary>The edges from rules and schedules to their targets.</summary>
internal static class DeliveryEdges
{
    /// <param name="deployment">Whose they are.</param>
    /// <param name="labels">Functions' short names, by their names.</param>
    public static IReadOnlyList<DeliveryEdge> Of(Deployment deployment, IReadOnlyDictionary<string, string> labels)
    {
        List<Named> receivers =
        [
            .. deployment.Functions.Select(function => new Named([labels[function.Name], function.Name], function.Resource, function.Arn)),
            .. deployment.Queues.Select(queue => new Named([queue.Name], queue.Resource, queue.Arn)),
            .. deployment.Topics.Select(topic => new Named([topic.Name], topic.Resource, topic.Arn)),
            .. deployment.EventBuses.Select(bus => new Named([bus.Name], bus.Resource, bus.Arn)),
            .. deployment.LogGroups.Select(group => new Named([group.Name], group.Resource, group.Arn)),
        ];
        return
        [
            .. from rule in deployment.Rules
               from arn in rule.Targets.Select(target => target.Arn).Distinct()
               select new DeliveryEdge(new([rule.Name], rule.Resource, rule.Arn), Receiver(arn)),
            .. from schedule in deployment.Schedules
               select new DeliveryEdge(new([schedule.Name], schedule.Resource, schedule.Arn), Receiver(schedule.TargetArn)),
        ];

        // A log group's ARN may end with :* or not. Whatever it is, the edge goes by the target's ARN as the rule has it.
        Named Receiver(string arn) => receivers.FirstOrDefault(receiver => LogGroupResource.WithoutStreams(receiver.Id) == LogGroupResource.WithoutStreams(arn)) is { } known
            ? known with { Id = arn }
            : new([arn[(arn.LastIndexOfAny([':', '/']) + 1)..]], null, arn);
    }
}
