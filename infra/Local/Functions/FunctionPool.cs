using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The execution environments of one function and the invocations that wait for one, first come, first served. It starts
/// an environment when more invocations wait than environments are about to be ready, up to its limit.
/// Scaling on AWS: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
/// </summary>
internal sealed class FunctionPool(
    FunctionResource function,
    FunctionOptions options,
    TimeProvider time,
    IFunctionLog log,
    Func<ExecutionEnvironment, Task> run)
{
    private readonly int _limit = Math.Min(options.MaximumEnvironments, function.ReservedConcurrentExecutions ?? int.MaxValue);
    private readonly List<ExecutionEnvironment> _environments = [];
    private readonly LinkedList<Invocation> _waiting = [];
    private bool _stopped;
    private long _coldStarts;
    private long _invocations;
    private long _errors;
    private long _throttles;

    /// <summary>Guards the pool and its environments.</summary>
    public Lock Lock { get; } = new();

    public FunctionResource Function { get; } = function;

    /// <summary>Takes what the environments log.</summary>
    public IFunctionLog Log { get; } = log;

    /// <summary>Invokes the function; see <see cref="InvokeFunction"/>.</summary>
    public async Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        LinkedListNode<Invocation> place;
        lock (Lock)
        {
            if (_stopped)
            {
                throw new OperationCanceledException($"{Function.Name} was not invoked: the local run is stopping.");
            }

            if (Busy + _waiting.Count >= Function.ReservedConcurrentExecutions)
            {
                _throttles++;
                return new(invocation.RequestId, ReadOnlyMemory<byte>.Empty, Throttled: true);
            }

            place = _waiting.AddLast(invocation);
            Dispatch();
        }

        try
        {
            return await invocation.Result.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (Lock)
            {
                if (place.List is not null)
                {
                    _waiting.Remove(place);
                }
            }

            throw;
        }
    }

    public ExecutionEnvironment? Find(string environmentId)
    {
        lock (Lock)
        {
            return _environments.Find(environment => environment.Id == environmentId);
        }
    }

    public IReadOnlyList<ExecutionEnvironment> Environments()
    {
        lock (Lock)
        {
            return [.. _environments];
        }
    }

    public IReadOnlyList<EnvironmentStatus> Status()
    {
        lock (Lock)
        {
            return [.. _environments.Select(environment => environment.Status)];
        }
    }

    public FunctionStatistics Statistics()
    {
        lock (Lock)
        {
            int[] processIds = [.. _environments.Select(environment => environment.ProcessId).OfType<int>()];
            return new(Function.Name, _environments.Count, Busy, _waiting.Count, _coldStarts, _invocations, _errors, _throttles, processIds);
        }
    }

    public async Task StopAsync()
    {
        List<ExecutionEnvironment> environments;
        lock (Lock)
        {
            _stopped = true;
            environments = [.. _environments];
            foreach (var invocation in _waiting)
            {
                invocation.Abandon();
            }

            _waiting.Clear();
        }

        await Task.WhenAll(environments.Select(environment => environment.StopAsync()));
    }

    /// <summary>An environment waits for work.</summary>
    public void OnReady() => Dispatch();

    /// <summary>An environment is gone.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="initAgain">It could not start: one more tries to, if somebody still waits for it.</param>
    public void OnEnded(ExecutionEnvironment environment, bool initAgain)
    {
        _environments.Remove(environment);
        if (initAgain && _waiting.Count > 0 && !_stopped)
        {
            Start(initAgain: true);
        }

        Dispatch();
    }

    /// <summary>The invocation that has waited longest, for an environment that failed to start; null when none waits.</summary>
    public Invocation? TakeWaiting()
    {
        var invocation = _waiting.First?.Value;
        if (invocation is not null)
        {
            _waiting.RemoveFirst();
        }

        return invocation;
    }

    /// <summary>An invocation ended.</summary>
    public void Count(InvocationStatus status)
    {
        _invocations++;
        _errors += status == InvocationStatus.Success ? 0 : 1;
    }

    private int Busy => _environments.Count(environment => environment.State == EnvironmentState.Busy);

    private void Dispatch()
    {
        while (_waiting.Count > 0 && MostRecentlyReady() is { } environment)
        {
            environment.Assign(TakeWaiting()!);
        }

        var coming = _environments.Count(environment => environment.State is EnvironmentState.Starting or EnvironmentState.Responded);
        for (; coming < _waiting.Count && _environments.Count < _limit && !_stopped; coming++)
        {
            Start(initAgain: false);
        }
    }

    private void Start(bool initAgain)
    {
        var environment = new ExecutionEnvironment(this, options, time, initAgain);
        _environments.Add(environment);
        _coldStarts++;
        _ = Task.Run(() => run(environment));
    }

    private ExecutionEnvironment? MostRecentlyReady() => _environments
        .Where(environment => environment.State == EnvironmentState.Ready)
        .MaxBy(environment => environment.ReadyAt);
}

/// <summary>A function's counters.</summary>
/// <param name="FunctionName">The function.</param>
/// <param name="Environments">Processes now.</param>
/// <param name="Busy">Processes that handle an invocation now.</param>
/// <param name="Waiting">Invocations that wait for a process.</param>
/// <param name="ColdStarts">Processes started since the start.</param>
/// <param name="Invocations">Invocations that ended.</param>
/// <param name="Errors">Those of them that failed or timed out.</param>
/// <param name="Throttles">Invocations refused for want of reserved concurrency.</param>
/// <param name="ProcessIds">The running processes' ids, for those who want to look at one, or to kill it.</param>
public sealed record FunctionStatistics(
    string FunctionName,
    int Environments,
    int Busy,
    int Waiting,
    long ColdStarts,
    long Invocations,
    long Errors,
    long Throttles,
    IReadOnlyList<int> ProcessIds);
