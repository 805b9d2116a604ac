using SensorWatch.Local.Faults;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// Runs functions as processes: one process is one execution environment, started when there is work, ended when there is
/// none. The processes talk to the Runtime API, which <see cref="RuntimeApi"/> serves.
/// </summary>
public sealed class FunctionService : IAsyncDisposable
{
    /// <summary>A function's last lines come within a moment after its answer.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ProcessGuard? _guard;
    private readonly Dictionary<string, FunctionPool> _pools = new(StringComparer.Ordinal);

    /// <param name="functions">The functions; those that can't run here are refused.</param>
    /// <param name="endpoint">Where AWS's services and the Runtime API are served to the processes.</param>
    /// <param name="options">How they run.</param>
    /// <param name="time">
    /// The clock of deadlines and idle times. The processes live by this machine's clock, so a local run whose other
    /// services follow another time must still pass <see cref="TimeProvider.System"/> here.
    /// </param>
    /// <param name="log">Takes what functions write.</param>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public FunctionService(
        IEnumerable<FunctionResource> functions,
        Uri endpoint,
        FunctionOptions options,
        TimeProvider time,
        IFunctionLog log)
        : this(functions, endpoint, options, time, log, start: null)
    {
    }

    internal FunctionService(
        IEnumerable<FunctionResource> functions,
        Uri endpoint,
        FunctionOptions options,
        TimeProvider time,
        IFunctionLog log,
        StartFunctionProcess? start)
    {
        ArgumentNullException.ThrowIfNull(functions);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumEnvironments, nameof(options));
        _time = time;
        Directory = new(functions);
        if (Refusals(Directory.All) is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        _guard = start is null ? new() : null;
        start ??= StartGuarded;
        foreach (var function in Directory.All)
        {
            var executable = Bootstrap.PathOf(function);
            _pools.Add(function.Name, new(function, options, time, log, environment => environment.RunAsync(
                start,
                executable,
                endpoint,
                line => log.Write(new FunctionLogLine(
                    function.Name, function.LogGroupName, environment.LogStreamName, time.GetUtcNow(), line, environment.RequestId)))));
        }
    }

    /// <summary>The functions.</summary>
    public FunctionDirectory Directory { get; }

    /// <summary>Faults on demand; null for none.</summary>
    internal FaultService? Faults { get; init; }

    /// <summary>Hears of invocations.</summary>
    internal Tracer Trace { get; init; } = Tracer.None;

    /// <summary>Counters of all functions.</summary>
    public IReadOnlyList<FunctionStatistics> Statistics => [.. _pools.Values.Select(pool => pool.Statistics())];

    /// <summary>No invocation runs or waits.</summary>
    public bool IsIdle => Statistics.All(function => function is { Busy: 0, Waiting: 0 });

    /// <summary>The functions that can't run here.</summary>
    public static IReadOnlyList<Refusal> Refusals(IEnumerable<FunctionResource> functions) =>
    [
        .. from function in functions
           let reason = Bootstrap.ReasonToRefuse(function)
           where reason is not null
           select new Refusal(function.Resource.Path, reason),
    ];

    /// <inheritdoc cref="InvokeFunction"/>
    public Task<InvocationResult> InvokeAsync(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        InvokeAsync(functionArn, payload, NewRequestId(), cancellationToken);

    /// <inheritdoc cref="FunctionDirectory.Find"/>
    public FunctionResource? Find(string nameOrArn) => Directory.Find(nameOrArn);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_pools.Values.Select(pool => pool.StopAsync()));
        _guard?.Dispose();
    }

    /// <summary>The execution environments of a function, by its name.</summary>
    internal IReadOnlyList<EnvironmentStatus> EnvironmentsOf(string functionName) => _pools[functionName].Status();

    internal IEnumerable<ExecutionEnvironment> Environments => _pools.Values.SelectMany(pool => pool.Environments());

    internal static string NewRequestId() => Guid.NewGuid().ToString();

    /// <inheritdoc cref="InvokeAgain"/>
    public Task<InvocationResult> InvokeAsync(
        string functionArn,
        ReadOnlyMemory<byte> payload,
        string requestId,
        CancellationToken cancellationToken) =>
        RunAsync(functionArn, null, new(requestId, payload, _time.GetUtcNow()), cancellationToken);

    /// <summary>Invokes for a queue, a stream or an API: faults on demand can be bound to it.</summary>
    /// <param name="source">ARN of the queue or stream, or id of the API.</param>
    public InvokeFunction InvokeFor(string source) => (functionArn, payload, cancellationToken) =>
        RunAsync(functionArn, source, new(NewRequestId(), payload, _time.GetUtcNow()), cancellationToken);

    /// <summary>Invokes, and gives what the function wrote the time to come through, so that its log tells of it.</summary>
    /// <inheritdoc cref="InvokeFunction"/>
    internal async Task<InvocationResult> InvokeAndSettleAsync(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var invocation = new Invocation(NewRequestId(), payload, _time.GetUtcNow());
        var result = await RunAsync(functionArn, null, invocation, cancellationToken);
        if (!result.Throttled)
        {
            await invocation.Settled.WaitAsync(SettleTime, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return result;
    }

    internal (FunctionResource Function, ExecutionEnvironment Environment)? FindEnvironment(string environmentId)
    {
        foreach (var pool in _pools.Values)
        {
            if (pool.Find(environmentId) is { } environment)
            {
                return (pool.Function, environment);
            }
        }

        return null;
    }

    private FunctionProcess StartGuarded(string executable, IReadOnlyDictionary<string, string> variables, Action<string> write)
    {
        var process = FunctionProcess.Start(executable, variables, write);
        _guard!.Watch(process);
        return process;
    }

    private async Task<InvocationResult> RunAsync(string functionArn, string? source, Invocation invocation, CancellationToken cancellationToken)
    {
        var pool = PoolOf(functionArn);
        Trace.Record(InvocationFacts.Invoked(pool.Function, invocation));
        var result = Faults is null
            ? await pool.InvokeAsync(invocation, cancellationToken)
            : await Faults.InvokeAsync(pool.Function, source, invocation, pool.InvokeAsync, cancellationToken);
        Trace.Record(InvocationFacts.Answered(pool.Function, invocation, result));
        return result;
    }

    private FunctionPool PoolOf(string functionArn) => Directory.Find(functionArn) is { } function
        ? _pools[function.Name]
        : throw new ArgumentException($"There is no function '{functionArn}'. There are: {string.Join(", ", _pools.Keys)}.", nameof(functionArn));
}
