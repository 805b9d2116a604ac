using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Control;
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
    private readonly IReadOnlyDictionary<string, MappingRunner> _runners;
    private readonly IReadOnlyList<EventSourceMappingResource> _declared;
    private readonly IReadOnlyList<FunctionResource> _functions;
    private readonly QueueService _queues;
    private readonly TableService _tables;
    private readonly Database _database;
    private readonly StreamCheckpoints _checkpoints;
    private readonly InvokeFunction _invoke;
    private readonly CompilePattern _compile;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abandon = new();

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

        (_declared, _functions, _queues, _tables, _database) = (mappings, functions, queues, tables, database);
        (_invoke, _compile, _time, _logger) = (invoke, compile, time, logger);
        _checkpoints = new(database, tables);
        database.Run(MappingSettingsStore.CreateTables);
        _runners = mappings.ToDictionary(
            mapping => mapping.Resource.PhysicalId,
            mapping => new MappingRunner(database.Run(connection => MappingSettingsStore.Load(connection, mapping)), Open, time.GetUtcNow, _stop.Token, _abandon.Token));
    }

    /// <summary>Invokes for a queue or stream, by its ARN; as any other invocation if null.</summary>
    public Func<string, InvokeFunction>? InvokeFor { get; init; }

    /// <summary>Why Lambda would refuse a changed mapping for want of its role's rights; null, or an answer of null, when it wouldn't.</summary>
    public Func<EventSourceMappingResource, string?>? RoleProblemOf { get; init; }

    /// <summary>How many processes a function has at most; a mapping on a queue has no more batches in flight, or five.</summary>
    public int MaximumProcesses { get; init; } = int.MaxValue;

    /// <summary>The mappings as they are now, in the templates' order.</summary>
    public IReadOnlyList<EventSourceMappingResource> All => [.. _declared.Select(mapping => _runners[mapping.Resource.PhysicalId].Mapping)];

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
    public bool IsIdle => _runners.Values.All(runner => runner.IsIdle);

    /// <summary>Begins to hand messages and records over.</summary>
    public void Start()
    {
        foreach (var runner in _runners.Values)
        {
            runner.Start();
        }
    }

    /// <summary>A mapping as Lambda describes it; null when there is none with that UUID.</summary>
    public JsonObject? Describe(string id) => _runners.TryGetValue(id, out var runner) ? MappingConfiguration.Of(runner, FunctionOf(runner.Mapping)) : null;

    /// <summary>Changes a mapping, as <c>UpdateEventSourceMapping</c> does. The change is kept, and holds from the next batch on.</summary>
    /// <returns>The mapping as it changes; null when there is none with that UUID.</returns>
    /// <exception cref="AwsException">Lambda would refuse the change, or it can't be made here.</exception>
    public JsonObject? Update(string id, JsonObject request)
    {
        if (!_runners.TryGetValue(id, out var runner))
        {
            return null;
        }

        var changed = MappingSettings.Apply(runner.Mapping, request);
        if (Refusals([changed], _functions, _queues.Queues, [.. _tables.Tables], _compile) is [var refusal, ..])
        {
            throw LambdaErrors.InvalidParameter(refusal.Reason);
        }

        // A mapping that only stops reading needs no rights any more.
        var needsRole = changed.Enabled || changed.OnFailureDestinationArn != runner.Mapping.OnFailureDestinationArn;
        if (needsRole && RoleProblemOf?.Invoke(changed) is { } missing)
        {
            throw LambdaErrors.InvalidParameter(missing);
        }

        var declared = _declared.First(mapping => mapping.Resource.PhysicalId == id);
        _database.Run(connection => MappingSettingsStore.Save(connection, declared, changed));
        runner.Update(changed);
        return Describe(id);
    }

    /// <summary>Takes no new batches and waits for those in flight.</summary>
    /// <param name="patience">How long; what is still in flight then comes again: messages when their visibility ends, records at the next start.</param>
    public Task StopAsync(TimeSpan patience)
    {
        // Not CancelAsync: each mapping's own token hears of it before this returns, and none takes another batch.
        _stop.Cancel();
        return EndAsync(patience);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stop.Dispose();
        _abandon.Dispose();
    }

    internal static bool IsOnQueue(EventSourceMappingResource mapping) =>
        mapping.EventSourceArn.Split(':') is ["arn", _, "sqs", ..];

    private async Task EndAsync(TimeSpan patience)
    {
        try
        {
            await Task.WhenAll(_runners.Values.Select(runner => runner.Running)).WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            await _abandon.CancelAsync();
            await Task.WhenAll(_runners.Values.Select(runner => runner.Running));
        }
    }

    private IReadOnlyList<MappingWork> Open(EventSourceMappingResource resource)
    {
        var function = FunctionOf(resource);
        var invoke = InvokeFor?.Invoke(resource.EventSourceArn) ?? _invoke;
        if (IsOnQueue(resource))
        {
            var queue = _queues.FindByArn(resource.EventSourceArn)!;
            var connection = new QueueMapping(resource, queue, function, MessageFilter.Compile(resource.Filters, _compile));
            var poller = new QueuePoller(connection, PollerScale.Of(resource, MaximumProcesses), _queues, invoke, _time, _logger);
            return [new(poller.RunAsync, () => poller.IsIdle)];
        }

        var table = _tables.Tables.First(table => table.StreamArn == resource.EventSourceArn);
        var mapping = new StreamMapping(resource, table, function, StreamFilter.Compile(resource.Filters, _compile));
        var lanes = _checkpoints.Open(mapping).Select(
            (checkpoint, number) => new StreamLane(mapping, number, checkpoint, _checkpoints, _tables, _queues, invoke, _time, _logger));
        return [.. lanes.Select(lane => new MappingWork(lane.RunAsync, () => lane.IsIdle))];
    }

    private FunctionResource FunctionOf(EventSourceMappingResource mapping) => FindFunction(_functions, mapping.FunctionName)!;

    /// <summary>By name, ARN or partial ARN (<c>123456789012:function:NAME</c>).</summary>
    private static FunctionResource? FindFunction(IReadOnlyList<FunctionResource> functions, string name) =>
        functions.FirstOrDefault(f => f.Name == name || f.Arn == name || f.Arn.EndsWith($":{name}", StringComparison.Ordinal));
}
