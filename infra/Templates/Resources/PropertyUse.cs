using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resources;

/// <summary>Which properties of a resource its typed record leaves aside, so that whoever runs a template can refuse what it wouldn't honour.</summary>
public static class PropertyUse
{
    private static readonly Dictionary<string, IReadOnlySet<string>> ByType = new()
    {
        [EventBusResource.Type] = EventBusResource.ReadProperties,
        [RuleResource.Type] = RuleResource.ReadProperties,
        [ArchiveResource.Type] = ArchiveResource.ReadProperties,
        [ScheduleResource.Type] = ScheduleResource.ReadProperties,
        [BucketResource.Type] = BucketResource.ReadProperties,
        [QueueResource.Type] = QueueResource.ReadProperties,
        [QueuePolicyResource.Type] = QueuePolicyResource.ReadProperties,
        [FunctionResource.Type] = FunctionResource.ReadProperties,
        [EventSourceMappingResource.Type] = EventSourceMappingResource.ReadProperties,
        [EventInvokeConfigResource.Type] = EventInvokeConfigResource.ReadProperties,
        [FunctionPermissionResource.Type] = FunctionPermissionResource.ReadProperties,
        [LogGroupResource.Type] = LogGroupResource.ReadProperties,
        [TableResource.Type] = TableResource.ReadProperties,
        [TableResource.GlobalType] = TableResource.ReadProperties,
        [HttpApiResource.Type] = HttpApiResource.ReadProperties,
        [HttpApiStageResource.Type] = HttpApiStageResource.ReadProperties,
        [HttpApiRouteResource.Type] = HttpApiRouteResource.ReadProperties,
        [HttpApiIntegrationResource.Type] = HttpApiIntegrationResource.ReadProperties,
        [HttpApiAuthorizerResource.Type] = HttpApiAuthorizerResource.ReadProperties,
        [TopicResource.Type] = TopicResource.ReadProperties,
        [AlarmResource.Type] = AlarmResource.ReadProperties,
        [SubscriptionResource.Type] = SubscriptionResource.ReadProperties,
    };

    /// <summary>The types that have a typed record.</summary>
    public static IReadOnlyCollection<string> Types => ByType.Keys;

    /// <summary>
    /// The properties that the template sets and the type's record does not read: <c>KmsMasterKeyId</c>,
    /// <c>Targets[].KinesisParameters.PartitionKeyPath</c>. Of a type without a record, all.
    /// </summary>
    public static IReadOnlyList<string> Unread(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var read = ByType.GetValueOrDefault(resource.Type);
        return [.. Leaves(resource.Properties, "", read ?? new HashSet<string>()).Distinct()];
    }

    private static IEnumerable<string> Leaves(JsonNode? node, string path, IReadOnlySet<string> read) => node switch
    {
        _ when read.Contains(path) => [],
        JsonObject members => members.SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}", read)),
        JsonArray items => items.SelectMany(item => Leaves(item, $"{path}[]", read)),
        _ => [path],
    };
}
