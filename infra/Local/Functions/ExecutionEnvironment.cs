using System.ComponentModel;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// One process of a function, which handles one invocation at a time. Its states follow the calls that the process makes
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), its timer ends a process that takes too long to
/// start or answer, or that has had nothing to do. Everything happens under its pool's lock.
/// </summary>
internal sealed class ExecutionEnvironment
{
    private readonly FunctionPool _pool;
    private readonly FunctionOptions _options;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private TaskCompletionSource<Invocation> _handover = NewHandover();
    private IFunctionProcess? _process;
    private readonly PhaseTimer _timer;
    private Invocation? _current;
    private bool _delivered;
    private long _assignedAt;
    private TimeSpan? _initDuration;

    public ExecutionEnvironment(FunctionPool pool, FunctionOptions options, TimeProvider time)
    {
        _pool = pool;
        _options = options;
        _time = time;
        _startedAt = time.GetTimestamp();
        LogStreamName = $"{time.GetUtcNow():yyyy/MM/dd}/[$LATEST]{Id}";
        _timer = new(time, pool.Lock, OnLimit);
        _timer.Begin(options.InitTimeout);
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string LogStreamName { get; }

    public EnvironmentState State { get; private set; } = EnvironmentState.Starting;

    /// <summary>When it became ready, for the pool, which prefers the latest: the others may then end idle.</summary>
    public long ReadyAt { get; private set; }

    /// <summary>Id of its process; null before there is one.</summary>
    public int? ProcessId => _process?.Id;

    private bool Ended
    {
        get
        {
            lock (_pool.Lock)
            {
                return State == EnvironmentState.Ended;
            }
        }
    }

    private FunctionResource Function => _pool.Function;

    private TimeSpan Timeout => TimeSpan.FromSeconds(Function.TimeoutSeconds);

    /// <summary>Starts the process.</summary>
    public async Task RunAsync(StartFunctionProcess start, string executable, Uri endpoint, Action<string> write)
    {
        if (Ended)
        {
            return;
        }

        IFunctionProcess process;
        try
        {
            process = start(executable, FunctionVariables.For(Function, endpoint, Id, LogStreamName), write);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or UnauthorizedAccessException)
        {
            End(id => InvocationErrors.InvalidEntrypoint(id, exception.Message), exception.Message);
            return;
        }

        lock (_pool.Lock)
        {
            _process = process;
        }

        if (Ended)
        {
            EndProcess();
        }

        var exitCode = await process.Exited;
        End(id => InvocationErrors.Exited(id, exitCode), InvocationErrors.DescribeExit(exitCode));
    }

    /// <summary>Gives a ready environment its next invocation.</summary>
    public void Assign(Invocation invocation)
    {
        State = EnvironmentState.Busy;
        _current = invocation;
        _delivered = false;
        _assignedAt = _time.GetTimestamp();
        _timer.Begin(Timeout);
        _handover.TrySetResult(invocation);
    }

    /// <summary>The time by which the current invocation must be answered.</summary>
    public DateTimeOffset Deadline()
    {
        lock (_pool.Lock)
        {
            return _time.GetUtcNow() + Timeout - _time.GetElapsedTime(_assignedAt);
        }
    }

    /// <summary><c>GET /runtime/invocation/next</c>: waits for an invocation.</summary>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        Task<Invocation> next;
        lock (_pool.Lock)
        {
            switch (State)
            {
                case EnvironmentState.Starting:
                    _initDuration = _time.GetElapsedTime(_startedAt);
                    BecomeReady();
                    break;
                case EnvironmentState.Responded:
                    BecomeReady();
                    break;
                case EnvironmentState.Ready:
                    // The runtime asks again because its connection broke; the earlier call has nobody who listens.
                    _handover.TrySetCanceled(CancellationToken.None);
                    _handover = NewHandover();
                    break;
                case EnvironmentState.Busy when !_delivered:
                    return _current!;
                default:
                    throw RuntimeApiException.InvalidStateTransition(State, "next");
            }

            next = _handover.Task;
        }

        return await next.WaitAsync(cancellationToken);
    }

    /// <summary>The invocation has been sent to the process: asking again would be an error.</summary>
    public void Delivered(Invocation invocation)
    {
        lock (_pool.Lock)
        {
            _delivered |= _current == invocation;
        }
    }

    /// <summary><c>POST /runtime/invocation/{id}/response</c>; null for a body over the limit.</summary>
    public void Respond(string requestId, ReadOnlyMemory<byte>? body)
    {
        lock (_pool.Lock)
        {
            Answer(requestId, "response", body is { } payload ? new(requestId, payload) : InvocationErrors.ResponseTooLarge(requestId));
        }

        if (body is null)
        {
            throw RuntimeApiException.TooLarge();
        }
    }

    /// <summary><c>POST /runtime/invocation/{id}/error</c>.</summary>
    public void Fail(string requestId, ReadOnlyMemory<byte> body, string? errorType)
    {
        lock (_pool.Lock)
        {
            Answer(requestId, "error", InvocationErrors.Posted(requestId, body, errorType, "Runtime.Unknown"));
        }
    }

    /// <summary><c>POST /runtime/init/error</c>: the process can't start; whoever waits for it gets its error.</summary>
    public void FailInit(ReadOnlyMemory<byte> body, string? errorType)
    {
        lock (_pool.Lock)
        {
            if (State != EnvironmentState.Starting)
            {
                throw RuntimeApiException.InvalidStateTransition(State, "init/error");
            }
        }

        End(id => InvocationErrors.Posted(id, body, errorType, "Runtime.InitError"), errorType ?? "Runtime.InitError");
    }

    /// <summary>Ends the process because the local run stops; its invocation is abandoned.</summary>
    public async Task StopAsync()
    {
        lock (_pool.Lock)
        {
            _current?.Abandon();
            Close();
        }

        EndProcess();
        await (_process?.Exited ?? Task.CompletedTask);
    }

    private static TaskCompletionSource<Invocation> NewHandover() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void BecomeReady()
    {
        State = EnvironmentState.Ready;
        ReadyAt = _time.GetTimestamp();
        _handover = NewHandover();
        _timer.Begin(_options.IdleTime);
        _pool.OnReady();
    }

    private void Answer(string requestId, string operation, InvocationResult result)
    {
        if (_current?.RequestId != requestId)
        {
            throw RuntimeApiException.InvalidRequestId();
        }

        if (State != EnvironmentState.Busy)
        {
            throw RuntimeApiException.InvalidStateTransition(State, operation);
        }

        State = EnvironmentState.Responded;
        Complete(_current, result, result.Succeeded ? InvocationStatus.Success : InvocationStatus.Error);
    }

    private void Complete(Invocation invocation, InvocationResult result, InvocationStatus status)
    {
        _pool.Report(new()
        {
            FunctionName = Function.Name,
            RequestId = invocation.RequestId,
            LogGroupName = Function.LogGroupName,
            LogStreamName = LogStreamName,
            Status = status,
            Duration = _time.GetElapsedTime(_assignedAt),
            InitDuration = _initDuration,
            MemorySizeMegabytes = Function.MemorySizeMegabytes,
        });
        _initDuration = null;
        invocation.Complete(result);
    }

    private void OnLimit(TimeSpan limit)
    {
        if (State == EnvironmentState.Ready)
        {
            Close();
        }
        else
        {
            Fail(id => InvocationErrors.TimedOut(id, limit), $"Task timed out after {limit.TotalSeconds:0.00} seconds", InvocationStatus.Timeout);
        }

        _ = Task.Run(EndProcess);
    }

    private void End(Func<string, InvocationResult> error, string reason)
    {
        lock (_pool.Lock)
        {
            Fail(error, reason, InvocationStatus.Error);
        }

        EndProcess();
    }

    /// <summary>The environment has failed: its invocation, or the one that waits for it to start, learns why.</summary>
    private void Fail(Func<string, InvocationResult> error, string reason, InvocationStatus status)
    {
        if (State == EnvironmentState.Ended)
        {
            return;
        }

        var invocation = State switch
        {
            EnvironmentState.Starting => _pool.TakeWaiting(),
            EnvironmentState.Busy => _current,
            _ => null,
        };
        if (State == EnvironmentState.Starting)
        {
            _assignedAt = _startedAt;
        }

        _pool.ReportFailure(new(Function.Name, LogStreamName, reason));
        if (invocation is not null)
        {
            Complete(invocation, error(invocation.RequestId), status);
        }

        Close();
    }

    /// <summary>From here on the environment is none of the pool's.</summary>
    private void Close()
    {
        State = EnvironmentState.Ended;
        _timer.Stop();
        _pool.OnEnded(this);
    }

    /// <summary>Ends the process, then its open call: the other way round, it would still have time to complain.</summary>
    private void EndProcess()
    {
        _process?.Kill();
        _handover.TrySetCanceled(CancellationToken.None);
    }
}
