using Microsoft.Extensions.Logging;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// The deployment's event source mappings, on queues and on tables' streams. Nothing polls: an idle mapping costs
/// nothing, and a message or record is handed over as soon as it is there.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
/// </summary>
public sealed class EventSourceMappings : IAsyncDisposable
{
    private readonly IReadOnlyList<QueuePoller> _pollers;
    private readonly IReadOnlyList<StreamLane> _lanes;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Connects queues, streams and functions; <see cref="Start"/> begins.</summary>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public EventSourceMappings(
        IReadOnlyList<EventSourceMappingResource> mappings,
        IReadOnlyList<FunctionResource> functions,
        QueueService queues,
        TableService tables,
        Database database,
        InvokeFunction invoke,
        CompilePattern compile,
        TimeProvider time,
        ILogger<EventSourceMappings> logger)
    {
        ArgumentNullException.ThrowIfNull(queues);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(database);
        if (Refusals(mappings, functions, queues.Queues, [.. tables.Tables], compile) is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        _time = time;
        _pollers =
        [
            .. from resource in mappings.Where(m => m.Enabled && IsOnQueue(m))
               let queue = queues.FindByArn(resource.EventSourceArn)
               let function = FindFunction(functions, resource.FunctionName)
               let filter = MessageFilter.Compile(resource.Filters, compile)
               select new QueuePoller(new(resource, queue, function, filter), queues, invoke, time, logger),
        ];
        var checkpoints = new StreamCheckpoints(database, tables);
        _lanes =
        [
            .. from resource in mappings.Where(m => m.Enabled && !IsOnQueue(m))
               let table = tables.Tables.First(t => t.StreamArn == resource.EventSourceArn)
               let function = FindFunction(functions, resource.FunctionName)
               let mapping = new StreamMapping(resource, table, function, StreamFilter.Compile(resource.Filters, compile))
               from lane in checkpoints.Open(mapping).Index()
               select new StreamLane(mapping, lane.Index, lane.Item, checkpoints, tables, queues, invoke, time, logger),
        ];
    }

    /// <summary>The mappings that Lambda would refuse, or that the local run can't honour.</summary>
    public static IReadOnlyList<Refusal> Refusals(
        IReadOnlyList<EventSourceMappingResource> mappings,
        IReadOnlyList<FunctionResource> functions,
        IReadOnlyList<QueueResource> queues,
        IReadOnlyList<TableResource> tables,
        CompilePattern compile) =>
    [
        .. from mapping in mappings.Where(IsOnQueue)
           let queue = queues.FirstOrDefault(q => q.Arn == mapping.EventSourceArn)
           let function = FindFunction(functions, mapping.FunctionName)
           from reason in MappingRefusals.Reasons(mapping, queue, function, compile)
           select new Refusal(mapping.Resource.Path, reason),
        .. from mapping in mappings.Where(m => !IsOnQueue(m))
           let table = tables.FirstOrDefault(t => t.StreamArn == mapping.EventSourceArn && t.StreamViewType is not null)
           let function = FindFunction(functions, mapping.FunctionName)
           from reason in StreamMappingRefusals.Reasons(mapping, table, function, queues, compile)
           select new Refusal(mapping.Resource.Path, reason),
    ];

    /// <summary>
    /// Nothing is in hand, and nothing could be taken now. A queue's message that failed comes back later; a stream's
    /// record that failed holds up those behind it, and so the stream isn't idle before it is given up.
    /// </summary>
    public bool IsIdle => _pollers.All(poller => poller.IsIdle) && _lanes.All(lane => lane.IsIdle);

    /// <summary>Begins to hand messages and records over.</summary>
    public void Start() => _running = Task.WhenAll(
    [
        .. _pollers.Select(poller => Task.Run(() => poller.RunAsync(_stop.Token, _abandon.Token))),
        .. _lanes.Select(lane => Task.Run(() => lane.RunAsync(_stop.Token, _abandon.Token))),
    ]);

    /// <summary>Takes no new batches and waits for those in flight.</summary>
    /// <param name="patience">How long; what is still in flight then comes again: messages when their visibility ends, records at the next start.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            await _abandon.CancelAsync();
            await _running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stop.Dispose();
        _abandon.Dispose();
    }

    private static bool IsOnQueue(EventSourceMappingResource mapping) =>
        mapping.EventSourceArn.Split(':') is ["arn", _, "sqs", ..];

    /// <summary>By name, ARN or partial ARN (<c>123456789012:function:NAME</c>).</summary>
    private static FunctionResource? FindFunction(IReadOnlyList<FunctionResource> functions, string name) =>
        functions.FirstOrDefault(f => f.Name == name || f.Arn == name || f.Arn.EndsWith($":{name}", StringComparison.Ordinal));
}
