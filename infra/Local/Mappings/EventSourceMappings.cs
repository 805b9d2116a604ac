using Microsoft.Extensions.Logging;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// The deployment's event source mappings on queues; those on streams are others'. Nothing polls: an idle mapping costs
/// nothing, and a message is handed over as soon as it is visible.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
/// </summary>
public sealed class EventSourceMappings : IAsyncDisposable
{
    private readonly IReadOnlyList<QueuePoller> _pollers;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Connects queues and functions; <see cref="Start"/> begins.</summary>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public EventSourceMappings(
        IReadOnlyList<EventSourceMappingResource> mappings,
        IReadOnlyList<FunctionResource> functions,
        QueueService queues,
        InvokeFunction invoke,
        CompilePattern compile,
        TimeProvider time,
        ILogger<EventSourceMappings> logger)
    {
        ArgumentNullException.ThrowIfNull(queues);
        if (Refusals(mappings, functions, queues.Queues, compile) is { Count: > 0 } refusals)
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
    }

    /// <summary>The mappings on queues that Lambda would refuse.</summary>
    public static IReadOnlyList<Refusal> Refusals(
        IReadOnlyList<EventSourceMappingResource> mappings,
        IReadOnlyList<FunctionResource> functions,
        IReadOnlyList<QueueResource> queues,
        CompilePattern compile) =>
    [
        .. from mapping in mappings.Where(IsOnQueue)
           let queue = queues.FirstOrDefault(q => q.Arn == mapping.EventSourceArn)
           let function = FindFunction(functions, mapping.FunctionName)
           from reason in MappingRefusals.Reasons(mapping, queue, function, compile)
           select new Refusal(mapping.Resource.Path, reason),
    ];

    /// <summary>Nothing is in hand, and nothing could be taken now; what failed comes back later.</summary>
    public bool IsIdle => _pollers.All(poller => poller.IsIdle);

    /// <summary>Begins to hand messages over.</summary>
    public void Start() =>
        _running = Task.WhenAll(_pollers.Select(poller => Task.Run(() => poller.RunAsync(_stop.Token, _abandon.Token))));

    /// <summary>Takes no new batches and waits for those in flight.</summary>
    /// <param name="patience">How long; the messages of what is still in flight then come back when their visibility ends.</param>
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
