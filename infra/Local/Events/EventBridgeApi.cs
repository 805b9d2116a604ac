using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// EventBridge's API over the deployment's buses, JSON 1.1. What creates, changes or deletes is not offered: templates do.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html
/// </summary>
public sealed class EventBridgeApi(EventBusService buses) : IAwsService
{
    private readonly ArchiveOperations _archives = new(buses);

    private static readonly string[] RequiredInTestEvent = ["id", "account", "source", "time", "region", "detail-type"];

    public string TargetPrefix => "AWSEvents";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Operations =>
    [
        "PutEvents", "TestEventPattern", "ListEventBuses", "DescribeEventBus", "ListRules", "DescribeRule", "ListTargetsByRule",
        "ListArchives", "DescribeArchive", "StartReplay", "ListReplays", "DescribeReplay", "CancelReplay",
    ];

    public ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(operation switch
        {
            "PutEvents" => PutEventsOperation.Run(buses, request),
            "TestEventPattern" => TestEventPattern(request),
            "ListEventBuses" => ListEventBuses(request),
            "DescribeEventBus" => DescribeEventBus(request),
            "ListRules" => ListRules(request),
            "DescribeRule" => ToJson(RuleOf(request, "Name")),
            "ListTargetsByRule" => ListTargetsByRule(request),
            "ListRuleNamesByTarget" => ListRuleNamesByTarget(request),
            "EnableRule" => SetState(request, enabled: true),
            "DisableRule" => SetState(request, enabled: false),
            "ListArchives" => _archives.ListArchives(request),
            "DescribeArchive" => _archives.DescribeArchive(request),
            "StartReplay" => _archives.StartReplay(request),
            "ListReplays" => _archives.ListReplays(request),
            "DescribeReplay" => _archives.DescribeReplay(request),
            "CancelReplay" => _archives.CancelReplay(request),
            _ => null,
        });
    }

    private static JsonObject TestEventPattern(JsonObject request)
    {
        EventPattern pattern;
        try
        {
            pattern = EventPattern.Parse(request.Required("EventPattern"));
        }
        catch (EventPatternException invalid)
        {
            throw new AwsException("InvalidEventPatternException", invalid.Message);
        }

        return ParseObject(request.Required("Event")) is { } tested
            && Array.TrueForAll(RequiredInTestEvent, member => tested.TryGetProperty(member, out _))
            ? new() { ["Result"] = pattern.Matches(tested) }
            : throw EventBridgeErrors.Validation("Parameter Event is not valid.");
    }

    private JsonObject ListEventBuses(JsonObject request)
    {
        var prefix = request.Text("NamePrefix") ?? "";
        var found = buses.Deployment.AllBuses().Where(bus => bus.Name.StartsWith(prefix, StringComparison.Ordinal));
        return EventBridgePage.Of(request, "EventBuses", found.Select(ToJson));
    }

    private JsonObject DescribeEventBus(JsonObject request) => ToJson(BusOf(request, "Name"));

    private JsonObject ListRules(JsonObject request)
    {
        var bus = BusOf(request, "EventBusName").Name;
        var prefix = request.Text("NamePrefix") ?? "";
        return EventBridgePage.Of(
            request,
            "Rules",
            RulesOf(bus).Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(ToJson));
    }

    private JsonObject ListTargetsByRule(JsonObject request) =>
        EventBridgePage.Of(request, "Targets", RuleOf(request, "Rule").Targets.Select(ToJson));

    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html</summary>
    private JsonObject ListRuleNamesByTarget(JsonObject request)
    {
        var target = request.Required("TargetArn");
        var names = RulesOf(BusOf(request, "EventBusName").Name).Where(rule => rule.Targets.Any(t => t.Arn == target)).Select(rule => rule.Name);
        return EventBridgePage.Of(request, "RuleNames", names.Select(name => JsonValue.Create(name)));
    }

    private JsonObject SetState(JsonObject request, bool enabled)
    {
        buses.States.Set(RuleOf(request, "Name"), enabled);
        return [];
    }

    private RuleResource RuleOf(JsonObject request, string member)
    {
        var bus = BusOf(request, "EventBusName").Name;
        var name = request.Required(member);
        return RulesOf(bus).FirstOrDefault(rule => rule.Name == name) ?? throw EventBridgeErrors.RuleNotFound(name, bus);
    }

    private IEnumerable<RuleResource> RulesOf(string bus) =>
        buses.Deployment.Rules.Where(rule => EventBridgeDeployment.BusName(rule.EventBusName) == bus);

    private (string Name, string Arn) BusOf(JsonObject request, string member)
    {
        var name = EventBridgeDeployment.BusName(request.Text(member));
        var bus = buses.Deployment.AllBuses().FirstOrDefault(bus => bus.Name == name);
        return bus.Name is null ? throw EventBridgeErrors.BusNotFound(name) : bus;
    }

    private static JsonObject ToJson((string Name, string Arn) bus) => new() { ["Name"] = bus.Name, ["Arn"] = bus.Arn };

    private JsonObject ToJson(RuleResource rule) => EventBridgePage.Members(
        ("Name", rule.Name),
        ("Arn", rule.Arn),
        ("EventPattern", rule.EventPattern?.ToJsonString()),
        ("ScheduleExpression", rule.ScheduleExpression),
        ("State", buses.States.IsEnabled(rule) ? "ENABLED" : "DISABLED"),
        ("Description", rule.Resource.Properties["Description"]?.DeepClone()),
        ("EventBusName", EventBridgeDeployment.BusName(rule.EventBusName)));

    private static JsonObject ToJson(RuleTarget target) => EventBridgePage.Members(
        ("Id", target.Id),
        ("Arn", target.Arn),
        ("Input", target.Input),
        ("InputPath", target.InputPath),
        ("InputTransformer", target.InputTransformer?.DeepClone()),
        ("SqsParameters", target.MessageGroupId is { } group ? new JsonObject { ["MessageGroupId"] = group } : null),
        ("DeadLetterConfig", target.DeadLetterArn is { } arn ? new JsonObject { ["Arn"] = arn } : null),
        ("RetryPolicy", new JsonObject
        {
            ["MaximumRetryAttempts"] = target.MaximumRetryAttempts,
            ["MaximumEventAgeInSeconds"] = target.MaximumEventAgeSeconds,
        }));

    private static JsonElement? ParseObject(string text)
    {
        try
        {
            return JsonElement.Parse(text) is { ValueKind: JsonValueKind.Object } element ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
