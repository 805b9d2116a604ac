using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Tests.Tables;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Mappings;

/// <summary>
/// A mapping from the stream of the table <c>Things</c> (key <c>id:S</c>) to a function whose invocations the test
/// answers, or to another; what is given up goes to the queue <c>failures</c>.
/// </summary>
internal sealed class StreamFixture : IAsyncDisposable
{
    public static readonly TableResource Things = TableBuilder.Table("Things", "id:S").WithStream();

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly TableService _tables;
    private readonly Invocations _invocations;
    private readonly InvokeFunction _invoke;
    private EventSourceMappings? _mappings;

    public StreamFixture(EventSourceMappingResource? mapping = null, InvokeFunction? invoke = null)
    {
        Queues = new(QueueFixture.Queue("failures"), QueueFixture.Queue("failures.fifo"));
        _tables = new(Queues.Database, [Things, TableBuilder.Table("Silent", "id:S")], Queues.Time);
        _invocations = new(Queues.Time, MappingFixture.Function().Arn);
        _invoke = invoke ?? _invocations.InvokeAsync;
        if (mapping is not null)
        {
            Start(mapping);
        }
    }

    public QueueFixture Queues { get; }

    public EventSourceMappings Mappings => _mappings!;

    public bool IsIdle => _mappings!.IsIdle;

    public bool NothingInvoked => _invocations.IsEmpty;

    public static EventSourceMappingResource Mapping(int batchSize = 100) => new()
    {
        Resource = MappingFixture.Resource("Mapping", EventSourceMappingResource.Type),
        EventSourceArn = Things.StreamArn!,
        FunctionName = "Handle",
        BatchSize = batchSize,
        StartingPosition = "TRIM_HORIZON",
        ReportBatchItemFailures = true,
        OnFailureDestinationArn = QueueFixture.Arn("failures"),
    };

    public void Start(EventSourceMappingResource mapping)
    {
        _mappings = new(
            [mapping],
            [MappingFixture.Function()],
            Queues.Service,
            _tables,
            Queues.Database,
            _invoke,
            Patterns.Compile,
            Queues.Time,
            new ListLogger<EventSourceMappings>());
        _mappings.Start();
    }

    public void Put(params string[] ids)
    {
        foreach (var id in ids)
        {
            PutItem(new JsonObject { ["id"] = new JsonObject { ["S"] = id }, ["v"] = new JsonObject { ["S"] = $"{Guid.NewGuid()}" } });
        }
    }

    public void PutItem(JsonObject item)
    {
        var request = new JsonObject { ["TableName"] = "Things", ["Item"] = item };
        _tables.HandleAsync("PutItem", request, CancellationToken.None).AsTask().GetAwaiter().GetResult().ShouldNotBeNull();
    }

    /// <inheritdoc cref="Invocations.NextAsync"/>
    public Task<Invoked> NextAsync(TimeSpan? every = null) => _invocations.NextAsync(every);

    public Task UntilIdleAsync() => MappingFixture.UntilAsync(() => IsIdle);

    /// <summary>What the failure destination was told, oldest first.</summary>
    public IReadOnlyList<JsonNode> Failures() => [.. Queues.Receive("failures", 100).Select(message => JsonNode.Parse(message.Body)!)];

    /// <summary>Waits for the batch in flight, whose function has answered.</summary>
    public Task StopAsync() => _mappings!.StopAsync(TimeSpan.FromDays(1)).WaitAsync(Bound);

    /// <summary>Stops without waiting for what is in flight.</summary>
    public Task AbandonAsync() => _mappings!.DisposeAsync().AsTask().WaitAsync(Bound);

    public async ValueTask DisposeAsync()
    {
        await AbandonAsync();
        _tables.Dispose();
        Queues.Dispose();
    }
}
