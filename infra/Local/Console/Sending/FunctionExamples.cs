using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Events;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Sending;

/// <summary>What a function's sources would send it: events by its queues and rules, requests of its routes, changes of its tables.</summary>
internal sealed class FunctionExamples(ConsoleServices services, ConsoleGraph graph, ContractCatalogue contracts, RouteViews routes)
{
    private readonly ExampleEvents _events = new(services, contracts);
    private readonly RequestExamples _requests = new(services, routes);
    private readonly List<CompiledRule> _rules = [.. services.Deployment.Rules.Select(CompiledRule.Compile)];

    /// <summary>The examples of a function.</summary>
    public IReadOnlyList<NamedPayload> Of(FunctionResource function)
    {
        using var events = _events.Make();
        return
        [
            .. services.Mappings.All.Where(mapping => services.Deployment.FunctionOf(mapping) == function).SelectMany(mapping => OfMapping(mapping, events.All)),
            .. Deliveries(function.Arn, events.All).Select(delivery => new NamedPayload($"{delivery.Name}, by {graph.Label(delivery.Rule.Arn)}", Parse(delivery.Body))),
            .. _requests.Of(function),
        ];
    }

    private IEnumerable<NamedPayload> OfMapping(EventSourceMappingResource mapping, IReadOnlyList<ExampleEvent> events) => EventSourceMappings.IsOnQueue(mapping)
        ? Deliveries(mapping.EventSourceArn, events).Select(delivery =>
            new NamedPayload($"{delivery.Name}, by {graph.Label(mapping.EventSourceArn)}", Batch(SqsEvent.WriteRecord(Received(delivery.Body), mapping.EventSourceArn))))
        : OfStream(mapping);

    /// <summary>The newest change that the stream has: what its items look like, only they can tell.</summary>
    private IEnumerable<NamedPayload> OfStream(EventSourceMappingResource mapping)
    {
        var table = services.Tables.Tables.First(table => table.StreamArn == mapping.EventSourceArn);
        var latest = services.Tables.LatestSequenceNumber(table.Name);
        return services.Tables.ReadStream(table.Name, latest - 1, 1)
            .Select(record => new NamedPayload($"the latest change of {graph.Label(table.Resource.Path)}", Batch(StreamEvent.WriteRecord(record, mapping.EventSourceArn))));
    }

    /// <summary>What rules would bring to a queue or function.</summary>
    private IEnumerable<(string Name, RuleResource Rule, string Body)> Deliveries(string targetArn, IReadOnlyList<ExampleEvent> events) =>
        from rule in _rules
        from target in rule.Targets
        where target.Target.Arn == targetArn
        from example in events
        where example.IsFor(rule.Resource, contracts)
        let body = target.Input(example.Event)
        where body is not null
        select (example.Name, rule.Resource, body);

    private ReceivedMessage Received(string body)
    {
        var now = services.Clock.GetUtcNow();
        return new()
        {
            MessageId = Guid.NewGuid().ToString(),
            ReceiptHandle = "example",
            Body = body,
            MD5OfBody = MessageDigest.OfBody(body),
            Attributes = OutgoingMessage.NoAttributes,
            SentAt = now,
            FirstReceivedAt = now,
            ReceiveCount = 1,
            SenderId = services.Deployment.Settings.Account,
        };
    }

    private static JsonNode Batch(ReadOnlyMemory<byte> record) => JsonNode.Parse(RecordsEvent.Join([record]).Span)!;

    private static JsonNode Parse(string body) => JsonNode.Parse(Encoding.UTF8.GetBytes(body))!;
}
