using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Sending;

/// <summary>
/// The event contracts of the deployment: the schemas in its templates' registries (<c>AWS::EventSchemas::Schema</c>), and the
/// rules that take such an event.
/// </summary>
internal sealed class ContractCatalogue(Deployment deployment, ConsoleGraph graph, Func<AppExamples> app)
{
    private const string SchemaType = "AWS::EventSchemas::Schema";

    private readonly List<(RuleResource Rule, EventPattern Pattern)> _patterns =
    [
        .. deployment.Rules.Where(rule => rule.EventPattern is not null).Select(rule => (rule, EventPattern.Parse(rule.EventPattern!))),
    ];

    private IReadOnlyList<EventType> Types => field ??= [.. deployment.OfType(SchemaType).Select(EventType.From).OfType<EventType>()];

    public IEnumerable<ConsoleRoute> Routes() => [ConsoleRoute.Get("contracts", _ => new { Contracts = All() })];

    /// <summary>The contracts, in the templates' order.</summary>
    public IReadOnlyList<ContractView> All() => [.. Types.Select(View)];

    /// <summary>The rules on a bus that take an event, whether they are enabled or not.</summary>
    public IReadOnlyList<RuleResource> RulesFor(string bus, JsonElement @event) =>
    [
        .. _patterns.Where(rule => EventBridgeDeployment.BusName(rule.Rule.EventBusName) == bus && rule.Pattern.Matches(@event)).Select(rule => rule.Rule),
    ];

    private ContractView View(EventType type)
    {
        var document = EventType.Document(type.Resource!)!;
        var detail = type.Schema?.Json["properties"]?["detail"] as JsonObject;
        var schema = detail is null ? null : Inline(document, detail, []) as JsonObject;
        var bus = BusOf(type);
        var examples = Examples(type);
        return new()
        {
            DetailType = type.DetailType,
            Source = type.Source,
            Bus = bus,
            Version = document["info"]?["version"]?.ToString(),
            Description = (document["info"]?["description"] ?? schema?["description"])?.ToString(),
            Schema = schema,
            Example = examples.Count == 0 ? null : new(examples[0].Detail),
            Examples = examples,
            Rules = examples.Count == 0 ? [] : [.. RulesFor(bus, Event(type, examples[0].Detail)).Select(rule => graph.Label(rule.Arn))],
        };
    }

    /// <summary>The contract's own example with what must be new in each event, then the app's.</summary>
    private List<ContractExample> Examples(EventType type)
    {
        List<ContractExample> examples = [];
        if (type.Example?.TryGetProperty("detail", out var detail) == true && JsonObject.Create(detail) is { } own)
        {
            examples.Add(new("example of the contract", Merge(own, app().Fresh)));
        }

        examples.AddRange(app().Of(type.DetailType).Where(example => example.Detail is not null).Select(example => new ContractExample(example.Name, example.Detail!)));
        return examples;
    }

    /// <summary>
    /// The bus of a contract, which its schema doesn't tell: the one with rules for it, else the one to which something publishes
    /// it, else the app's own.
    /// </summary>
    private string BusOf(EventType type)
    {
        if (type.Example is { } example && _patterns.Find(rule => rule.Pattern.Matches(example)) is { Rule: { } rule })
        {
            return EventBridgeDeployment.BusName(rule.EventBusName);
        }

        var published = graph.Graph.Edges.FirstOrDefault(edge => edge.Kind == FlowEdgeKind.Publishes && edge.Events.Any(e => e.DetailType == type.DetailType));
        return (published is null ? null : graph.Find(published.To)?.PhysicalName) ?? (deployment.EventBuses is [var bus, ..] ? bus.Name : EventBridgeDeployment.DefaultBus);
    }

    private static JsonElement Event(EventType type, JsonObject detail) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["version"] = "0",
        ["id"] = "00000000-0000-0000-0000-000000000000",
        ["detail-type"] = type.DetailType,
        ["source"] = type.Source,
        ["detail"] = detail.DeepClone(),
    });

    /// <summary>https://www.rfc-editor.org/rfc/rfc7396</summary>
    private static JsonObject Merge(JsonObject target, JsonObject? patch)
    {
        foreach (var (name, value) in patch ?? [])
        {
            if (value is null)
            {
                target.Remove(name);
            }
            else
            {
                target[name] = value is JsonObject members ? Merge(target[name] is JsonObject known ? (JsonObject)known.DeepClone() : [], members) : value.DeepClone();
            }
        }

        return target;
    }

    /// <summary>A schema with what it refers to in place of the references; one that leads back to where it stands is left.</summary>
    private static JsonNode? Inline(JsonObject document, JsonNode? schema, IReadOnlyList<string> within) => schema switch
    {
        JsonObject reference when reference["$ref"]?.ToString() is { } path && !within.Contains(path)
            && document.Find(path.TrimStart('#', '/').Split('/')) is { } target => Inline(document, target, [.. within, path]),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Inline(document, member.Value, within)))),
        JsonArray elements => new JsonArray([.. elements.Select(element => Inline(document, element, within))]),
        _ => schema?.DeepClone(),
    };
}
