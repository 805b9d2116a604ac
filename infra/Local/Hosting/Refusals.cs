using SensorWatch.Local.Access;
using SensorWatch.Local.Alarms;
using SensorWatch.Local.Events;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Http;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Objects;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>Gathers, before anything runs, all that a deployment asks for and the local run can't honour.</summary>
internal static class Refusals
{
    public static IReadOnlyList<Refusal> Of(Deployment deployment)
    {
        List<Refusal> byType = [.. deployment.Resources.SelectMany(OfResource)];

        // A type that is refused may have properties that its record can't read; the records are looked at when all types are known.
        return byType.Count > 0 ? byType : [.. OfServices(deployment).Distinct()];
    }

    private static IEnumerable<Refusal> OfServices(Deployment deployment) =>
    [
        .. FunctionService.Refusals(deployment.Functions),
        .. AsynchronousRefusals.Of(deployment),
        .. deployment.Queues.Where(queue => queue.Fifo)
            .Select(queue => new Refusal(queue.Resource.Path, "FIFO queues are not run here; standard queues are.")),
        .. QueuePolicies.Refusals(deployment.QueuePolicies),
        .. RoleRefusals.Of(deployment, TimeProvider.System),
        .. EventBusService.Refusals(EventBridgeDeployment.Of(deployment)),
        .. ObjectService.Refusals(deployment.Buckets),
        .. EventSourceMappings.Refusals(
            deployment.EventSourceMappings, deployment.Functions, deployment.Queues, deployment.Tables, Patterns.Compile),
        .. HttpApis.Refusals(deployment.HttpApis, deployment.HttpApiStages, deployment.Routes, deployment.Integrations, deployment.Authorizers),
        .. TopicRefusals.Of(deployment.Topics, deployment.Subscriptions),
        .. AlarmService.Refusals(deployment.Alarms, deployment.Topics),
    ];

    private static IEnumerable<Refusal> OfResource(Resource resource)
    {
        var support = SupportedResources.Of(resource.Type);
        return support.Support switch
        {
            Support.Ignored => [],
            Support.Refused => [new(resource.Path, $"{resource.Type} is not run here: {support.Reason}.")],
            _ => PropertyUse.Unread(resource)
                .Where(property => !support.IgnoredProperties.Keys.Any(ignored => Covers(ignored, property)))
                .Select(property => new Refusal(resource.Path, $"property {property} of {resource.Type} is not honoured here.")),
        };
    }

    private static bool Covers(string ignored, string property) =>
        property.StartsWith(ignored, StringComparison.Ordinal)
        && (property.Length == ignored.Length || property[ignored.Length] is '.' or '[');
}
