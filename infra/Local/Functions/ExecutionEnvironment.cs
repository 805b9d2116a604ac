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
    private readonly bool _initAgain;
    private readonly EnvironmentLog _log;
    private bool _delivered;
    private long _assignedAt;

    /// <param name="pool">Whose environment it is.</param>
    /// <param name="options">How functions run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="initAgain">
    /// INIT has failed once. Lambda then tries it again as a part of the invocation, for as long as the function may take.
    /// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-init-errors
    /// </param>
    public ExecutionEnvironment(FunctionPool pool, FunctionOptions options, TimeProvider time, bool initAgain = false)
    {
        _pool = pool;
        _initAgain = initAgain;
        _options = options;
        _time = time;
        _startedAt = time.GetTimestamp();
        LogStreamName = $"{time.GetUtcNow():yyyy/MM/dd}/[$LATEST]{Id}";
        _log = new(pool.Function, LogStreamName, time, pool.Log);
        _timer = new(time, pool.Lock, OnLimit);
        _timer.Begin(initAgain ? Timeout : options.InitTimeout);
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string LogStreamName { get; }

    public EnvironmentState State { get; private set; } = EnvironmentState.Starting;

    /// <summary>When it became ready, for the pool, which prefers the latest: the others may then end idle.</summary>
    public long ReadyAt { get; private set; }

    /// <summary>The invocation that it has, or had last; null before its first.</summary>
    public string? RequestId => Volatile.Read(ref _current)?.RequestId;

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
            End(id => InvocationErrors.InvalidEntrypoint(id, exception.Message), InvocationErrors.InvalidEntrypointType, exception.Message);
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
        End(id => InvocationErrors.Exited(id, exitCode), InvocationErrors.ExitErrorType, InvocationErrors.DescribeExit(exitCode));
    }

    /// <summary>Gives a ready environment its next invocation.</summary>
    public void Assign(Invocation invocation)
    {
        State = EnvironmentState.Busy;
        Volatile.Write(ref _current, invocation);
        _delivered = false;
        _assignedAt = _time.GetTimestamp();
        _timer.Begin(Timeout);
        _log.Start(invocation);
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
                    _log.InitDuration = _time.GetElapsedTime(_startedAt);
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

        if (invocation.Crashes)
        {
            _process?.Kill();
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

        var type = errorType ?? "Runtime.InitError";
        End(id => InvocationErrors.Posted(id, body, errorType, type), type, type);
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
        Settle();
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
        Complete(_current, result, result.Succeeded ? InvocationStatus.Success : InvocationStatus.Error, errorType: null);
    }

    private void Complete(Invocation invocation, InvocationResult result, InvocationStatus status, string? errorType)
    {
        Volatile.Write(ref _current, invocation);
        _log.End(invocation, status, errorType, _time.GetElapsedTime(_assignedAt), _process?.PeakMemoryMegabytes);
        _pool.Count(status);
        invocation.Complete(result);
    }

    /// <summary>What the process wrote during the last invocation has had the time to come through.</summary>
    private void Settle()
    {
        _log.Settle();
        _current?.Settle();
    }

    private void OnLimit(TimeSpan limit)
    {
        if (State == EnvironmentState.Ready)
        {
            Close();
        }
        else
        {
            Fail(id => InvocationErrors.TimedOut(id, limit), InvocationErrors.TimedOutType, InvocationErrors.DescribeTimeout(limit), InvocationStatus.Timeout);
        }

        _ = Task.Run(EndProcess);
    }

    private void End(Func<string, InvocationResult> error, string errorType, string reason)
    {
        lock (_pool.Lock)
        {
            Fail(error, errorType, reason, InvocationStatus.Error);
        }

        EndProcess();
    }

    /// <summary>
    /// The environment has failed: its invocation learns why, or the one that waits for it to start when INIT was tried
    /// for the second time.
    /// </summary>
    private void Fail(Func<string, InvocationResult> error, string errorType, string reason, InvocationStatus status)
    {
        if (State == EnvironmentState.Ended)
        {
            return;
        }

        var starting = State == EnvironmentState.Starting;
        var invocation = State switch
        {
            EnvironmentState.Starting when _initAgain => _pool.TakeWaiting(),
            EnvironmentState.Busy => _current,
            _ => null,
        };
        if (starting)
        {
            _assignedAt = _startedAt;
            if (invocation is not null)
            {
                _log.Start(invocation);
            }
        }

        _log.Fail(status, errorType, reason, invocation?.RequestId, starting ? _time.GetElapsedTime(_startedAt) : null);
        if (invocation is not null)
        {
            Complete(invocation, error(invocation.RequestId), status, errorType);
        }

        Close(initAgain: starting && !_initAgain);
    }

    /// <summary>From here on the environment is none of the pool's.</summary>
    /// <param name="initAgain">INIT failed, and is tried once more for whoever waits.</param>
    private void Close(bool initAgain = false)
    {
        State = EnvironmentState.Ended;
        Settle();
        _timer.Stop();
        _pool.OnEnded(this, initAgain);
    }

    /// <summary>Ends the process, then its open call: the other way round, it would still have time to complain.</summary>
    private void EndProcess()
    {
        _process?.Kill();
        _handover.TrySetCanceled(CancellationToken.None);
    }
}
