using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Console.Stories;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Tests.Console.Stories;

/// <summary>Facts as the services would tell them, and the stories that come of them.</summary>
internal sealed class TracedStory : IDisposable
{
    public const string DeadLetterQueue = "DeadLetters";

    private readonly FakeTimeProvider _time = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Tracer _trace;
    private readonly StoryBuilder _builder = new(node => node, node => node == DeadLetterQueue);

    public TracedStory() => _trace = new(_time, FactStore.Open(null, _time));

    public void Dispose() => _trace.Dispose();

    /// <summary>An event on the bus, which a rule takes.</summary>
    public void Publish(string id, string? causation = null, string? cause = null, string? replay = null, string detail = "{}", bool matches = true)
    {
        var metadata = new JsonObject { ["eventId"] = $"own-id-of-{id}", ["correlationId"] = "all", ["causationId"] = causation is null ? null : $"own-id-of-{causation}" };
        var data = new JsonObject { ["bus"] = "bus", ["rules"] = matches ? new JsonArray("Rule") : [] };
        if (replay is not null)
        {
            data["replay"] = replay;
        }

        Record(FactKind.Published, StepId.Event(id), cause is null ? [] : [cause], data, new JsonObject
        {
            ["id"] = id,
            ["detail-type"] = "Happened",
            ["detail"] = new JsonObject { ["metadata"] = metadata, ["data"] = JsonNode.Parse(detail) },
        }.ToJsonString(), new("bus", "app", "Happened", $"own-id-of-{id}"));
    }

    public void Send(string message, string cause, string queue = "Queue") => Record(FactKind.Sent, StepId.Message(message), [cause], node: queue);

    public void Invoke(string invocation, params string[] causes) => Record(FactKind.Invoked, StepId.Invocation(invocation), causes, node: "Function");

    public void Answer(string invocation, string? error = null) => Record(FactKind.Answered, StepId.Invocation(invocation), [], new()
    {
        ["status"] = error is null ? "ok" : "error",
        ["errorType"] = error,
    });

    public void Handle(string message) => Record(FactKind.Handled, StepId.Message(message), []);

    public void Return(string message, string invocation) =>
        Record(FactKind.Returned, StepId.Message(message), [], new() { ["invocation"] = invocation, ["receives"] = 1 });

    public void DeadLetter(string message) => Record(FactKind.DeadLettered, StepId.Message(message), [], new() { ["receives"] = 3 }, node: DeadLetterQueue);

    public void Change(string record, string invocation, string key, string? transaction = null) => Record(
        FactKind.Changed,
        record,
        [StepId.Invocation(invocation)],
        new() { ["change"] = "INSERT", ["keys"] = new JsonObject { ["id"] = new JsonObject { ["S"] = key } }, ["transaction"] = transaction },
        node: "Table");

    /// <summary>An event, its message and one successful call for it.</summary>
    public void Deliver(string id, string invocation)
    {
        Publish(id);
        Send(id, StepId.Event(id));
        Invoke(invocation, StepId.Message(id));
        Answer(invocation);
        Handle(id);
    }

    public Story Tell(string step, int maximumSteps = StoryBuilder.MaximumSteps) =>
        TryTell(step, maximumSteps) ?? throw new InvalidOperationException($"Nothing is known of {step}.");

    public Story? TryTell(string step, int maximumSteps = StoryBuilder.MaximumSteps) =>
        _trace.Store!.Read(connection => _builder.Tell(connection, step, maximumSteps));

    public static IEnumerable<StoryStep> All(StoryStep step) => step.Children.SelectMany(All).Prepend(step);

    private void Record(
        FactKind kind, string step, IReadOnlyList<string> causes, JsonObject? data = null, string? text = null, TracedEvent? named = null, string? node = null)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _trace.Record(new(kind, step) { Causes = causes, Data = data, Text = text, Event = named, Node = node ?? "bus" });
    }
}
