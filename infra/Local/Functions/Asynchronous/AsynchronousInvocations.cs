using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>
/// Invocations of type <c>Event</c>: on disk when they are accepted, tried again after 1 and 2 minutes when the function
/// fails, and for up to 6 hours while it is throttled, with the same request id each time; the end of each is told to its
/// destinations. One that runs when the local run ends runs again at the next start.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
/// </summary>
public sealed class AsynchronousInvocations : IAsyncDisposable
{
    /// <summary>The largest event of an asynchronous invocation: 1 MB.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private readonly FunctionDirectory _functions;
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, AsynchronousQueue> _queues;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    /// <param name="functions">The functions.</param>
    /// <param name="invoke">Calls one.</param>
    /// <param name="configs">What the templates want of them.</param>
    /// <param name="database">Keeps them.</param>
    /// <param name="time">The clock of retries and ages.</param>
    /// <param name="logger">Takes what is given up.</param>
    public AsynchronousInvocations(
        FunctionDirectory functions,
        InvokeAgain invoke,
        IReadOnlyList<EventInvokeConfigResource> configs,
        Database database,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentNullException.ThrowIfNull(database);
        (_functions, _database, _time) = (functions, database, time);
        database.Run(AsynchronousStore.CreateTables);
        _queues = functions.All.ToDictionary(
            function => function.Name,
            function => new AsynchronousQueue(
                new(function, configs.FirstOrDefault(config => functions.Find(config.FunctionName) == function)), invoke, database, time, logger),
            StringComparer.Ordinal);
    }

    /// <summary>Hears of invocations.</summary>
    internal Tracer Trace { get; init; } = Tracer.None;

    /// <summary>Invocations that were accepted and have neither succeeded nor been given up.</summary>
    public int Pending => _database.Run(connection => AsynchronousStore.Count(connection, _time.GetUtcNow())).All;

    /// <summary>None runs or waits to run; one that failed and is tried again later counts as at rest.</summary>
    public bool IsIdle => _database.Run(connection => AsynchronousStore.Count(connection, _time.GetUtcNow())).Due == 0;

    /// <summary>Begins to invoke, with what an earlier run left first.</summary>
    /// <param name="destinations">Where the ends of invocations are told.</param>
    public void Start(InvocationDestinations destinations) => _running = Task.WhenAll(
        _queues.Values.Select(queue => Task.Run(() => queue.RunAsync(destinations, _stopping.Token))));

    /// <summary>Accepts an invocation.</summary>
    /// <param name="functionArn">Name or ARN of a function that there is.</param>
    /// <param name="payload">The event: JSON in UTF-8, <see cref="MaximumBytes"/> at most.</param>
    /// <returns>Its request id.</returns>
    public string Accept(string functionArn, ReadOnlyMemory<byte> payload)
    {
        var requestId = _database.Run(connection => Accept(connection, functionArn, payload));
        Announce(functionArn);
        return requestId;
    }

    /// <summary>Accepts an invocation within a transaction of the caller's, who must call <see cref="Announce"/> after the commit.</summary>
    /// <inheritdoc cref="Accept(string, ReadOnlyMemory{byte})"/>
    public string Accept(SqliteConnection connection, string functionArn, ReadOnlyMemory<byte> payload)
    {
        var now = _time.GetUtcNow();
        var requestId = FunctionService.NewRequestId();
        AsynchronousStore.Insert(connection, new()
        {
            RequestId = requestId,
            FunctionName = QueueOf(functionArn).FunctionName,
            Payload = payload,
            AcceptedAt = now,
            DueAt = now,
        });
        Trace.Record(new(FactKind.Accepted, StepId.Invocation(requestId))
        {
            Node = _functions.Find(functionArn)!.Resource.Path,
            Text = Encoding.UTF8.GetString(payload.Span),
        });
        return requestId;
    }

    /// <summary>There may be an invocation to run.</summary>
    public void Announce(string functionArn) => QueueOf(functionArn).Wake();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private AsynchronousQueue QueueOf(string functionArn) => _functions.Find(functionArn) is { } function
        ? _queues[function.Name]
        : throw new ArgumentException($"There is no function '{functionArn}'.", nameof(functionArn));
}
