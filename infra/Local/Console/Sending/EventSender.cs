using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;

namespace SensorWatch.Local.Console.Sending;

/// <summary>Puts events on a bus as <c>PutEvents</c> does: <c>POST events</c>.</summary>
internal sealed class EventSender(ConsoleServices services, ConsoleGraph graph, ContractCatalogue contracts, Func<AppExamples> app)
{
    private const int MaximumCount = 10_000;

    /// <summary>So many go in one transaction, as in one request.</summary>
    private const int BatchSize = 10;

    public IEnumerable<ConsoleRoute> Routes() => [ConsoleRoute.Post<EventRequest>("events", (_, request) => Task.FromResult<object>(Send(request)))];

    private EventAnswer Send(EventRequest request)
    {
        Check(request);
        var now = services.Real.GetUtcNow();
        var values = new SampleValues(app().StartValues, i => now.AddMilliseconds(i - request.Count));
        var ids = new List<string>(request.Count);
        var details = Enumerable.Range(1, request.Count).Select(i => Placeholders.Fill(request.Detail, values.For(i))!.ToJsonString());
        foreach (var batch in details.Chunk(BatchSize))
        {
            ids.AddRange(Put(request, batch));
        }

        var rules = contracts.RulesFor(EventBridgeDeployment.BusName(request.Bus), Event(request, Placeholders.Fill(request.Detail, values.For(1))!))
            .Where(rule => services.Buses.States.IsEnabled(rule));
        return new(ids, [.. rules.Select(rule => graph.Label(rule.Arn))]);
    }

    private void Check(EventRequest request)
    {
        var bus = EventBridgeDeployment.BusName(request.Bus);
        List<string> buses = [.. services.Buses.Deployment.AllBuses().Select(known => known.Name)];
        if (!buses.Contains(bus))
        {
            throw ConsoleErrors.NotFound("bus", bus, buses);
        }

        if (request.Count is < 1 or > MaximumCount)
        {
            throw ConsoleErrors.Invalid($"count takes 1 to {MaximumCount}, and {request.Count} came.");
        }
    }

    private IEnumerable<string> Put(EventRequest request, IReadOnlyList<string> details)
    {
        var answer = PutEventsOperation.Run(services.Buses, new()
        {
            ["Entries"] = new JsonArray([.. details.Select(detail => new JsonObject
            {
                ["Source"] = request.Source,
                ["DetailType"] = request.DetailType,
                ["Detail"] = detail,
                ["EventBusName"] = request.Bus,
            })]),
        });
        foreach (var entry in answer["Entries"]!.AsArray())
        {
            yield return entry!["EventId"]?.ToString() ?? throw ConsoleErrors.Invalid($"EventBridge refuses the event: {entry["ErrorCode"]}: {entry["ErrorMessage"]}");
        }
    }

    private static JsonElement Event(EventRequest request, JsonNode detail) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["source"] = request.Source,
        ["detail-type"] = request.DetailType,
        ["detail"] = detail,
    });
}

/// <summary>Asks for events to be put on a bus.</summary>
internal sealed record EventRequest
{
    /// <summary>Name or ARN; null for the default bus.</summary>
    public string? Bus { get; init; }

    public required string Source { get; init; }

    public required string DetailType { get; init; }

    /// <summary>With placeholders (<see cref="SampleValues"/>), filled anew in each event.</summary>
    public required JsonObject Detail { get; init; }

    public int Count { get; init; } = 1;
}

/// <summary>What was put.</summary>
/// <param name="Ids">The events' ids.</param>
/// <param name="Rules">Labels of the enabled rules that the first matched.</param>
internal sealed record EventAnswer(IReadOnlyList<string> Ids, IReadOnlyList<string> Rules);
