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
    private readonly EnvironmentProcess _process = new();
    private readonly Handover _handover = new();
    private readonly PhaseTimer _timer;
    private readonly bool _initAgain;
    private readonly EnvironmentLog _log;
    private long _stateSince;
    private long _invocations;

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
        State = EnvironmentState.Starting;
        LogStreamName = $"{time.GetUtcNow():yyyy/MM/dd}/[$LATEST]{Id}";
        _log = new(pool.Function, LogStreamName, time, pool.Log);
        _timer = new(time, pool.Lock, OnLimit);
        _timer.Begin(initAgain ? Timeout : options.InitTimeout);
    }

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string LogStreamName { get; }

    public EnvironmentState State
    {
        get;
        private set
        {
            field = value;
            _stateSince = _time.GetTimestamp();
        }
    }

    /// <summary>When it became ready, for the pool, which prefers the latest: the others may then end idle.</summary>
    public long ReadyAt { get; private set; }

    /// <summary>The invocation that it has, or had last; null before its first.</summary>
    public string? RequestId => _handover.Current?.RequestId;

    /// <summary>Id of its process; null before there is one.</summary>
    public int? ProcessId => _process.Id;

    private FunctionResource Function => _pool.Function;

    private TimeSpan Timeout => TimeSpan.FromSeconds(Function.TimeoutSeconds);

    /// <summary>How it is, for people.</summary>
    public EnvironmentStatus Status => new(Id, State, ProcessId, _time.GetElapsedTime(_stateSince), _invocations);

    /// <summary>Runs the process to its end.</summary>
    public async Task RunAsync(StartFunctionProcess start, string executable, Uri endpoint, Action<string> write)
    {
        var end = await _process.RunAsync(() => start(executable, FunctionVariables.For(Function, endpoint, Id, LogStreamName), write));
        if (end is not null)
        {
            End(end);
        }
    }

    /// <summary>Gives a ready environment its next invocation.</summary>
    public void Assign(Invocation invocation)
    {
        State = EnvironmentState.Busy;
        _invocations++;
        _timer.Begin(Timeout);
        _log.Start(invocation);
        _handover.Give(invocation);
    }

    /// <summary>The time by which the current invocation must be answered.</summary>
    public DateTimeOffset Deadline()
    {
        lock (_pool.Lock)
        {
            return _time.GetUtcNow() + _timer.Left;
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
                    _log.Initialized();
                    BecomeReady();
                    break;
                case EnvironmentState.Responded:
                    BecomeReady();
                    break;
                case EnvironmentState.Ready:
                    // The runtime asks again because its connection broke.
                    _handover.Open();
                    break;
                case EnvironmentState.Busy when !_handover.IsDelivered:
                    return _handover.Current!;
                default:
                    throw RuntimeApiException.InvalidStateTransition(State, "next");
            }

            next = _handover.Next;
        }

        return await next.WaitAsync(cancellationToken);
    }

    /// <summary>The invocation has been sent to the process.</summary>
    public void Delivered(Invocation invocation)
    {
        lock (_pool.Lock)
        {
            _handover.Deliver(invocation);
        }

        if (invocation.Crashes)
        {
            _process.Kill();
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

        End(EnvironmentEnd.InitFailed(body, errorType));
    }

    /// <summary>Ends the process because the local run stops; its invocation is abandoned.</summary>
    public async Task StopAsync()
    {
        lock (_pool.Lock)
        {
            _handover.Current?.Abandon();
            Close();
        }

        EndProcess();
        await _process.Ended;
    }

    private void BecomeReady()
    {
        Settle();
        State = EnvironmentState.Ready;
        ReadyAt = _time.GetTimestamp();
        _handover.Open();
        _timer.Begin(_options.IdleTime);
        _pool.OnReady();
    }

    private void Answer(string requestId, string operation, InvocationResult result)
    {
        if (_handover.Current is not { } invocation || invocation.RequestId != requestId)
        {
            throw RuntimeApiException.InvalidRequestId();
        }

        if (State != EnvironmentState.Busy)
        {
            throw RuntimeApiException.InvalidStateTransition(State, operation);
        }

        State = EnvironmentState.Responded;
        Complete(invocation, result, result.Succeeded ? InvocationStatus.Success : InvocationStatus.Error, errorType: null);
    }

    private void Complete(Invocation invocation, InvocationResult result, InvocationStatus status, string? errorType)
    {
        _log.End(invocation, result, status, errorType, _process.PeakMemoryMegabytes);
        _pool.Count(status);
        invocation.Complete(result);
    }

    /// <summary>What the process wrote during the last invocation has had the time to come through.</summary>
    private void Settle()
    {
        _log.Settle();
        _handover.Current?.Settle();
    }

    private void OnLimit(TimeSpan limit)
    {
        if (State == EnvironmentState.Ready)
        {
            Close();
        }
        else
        {
            Fail(EnvironmentEnd.TimedOut(limit));
        }

        _ = Task.Run(EndProcess);
    }

    private void End(EnvironmentEnd end)
    {
        lock (_pool.Lock)
        {
            Fail(end);
        }

        EndProcess();
    }

    /// <summary>
    /// The environment has failed: its invocation learns why, or the one that waits for it to start when INIT was tried
    /// for the second time.
    /// </summary>
    private void Fail(EnvironmentEnd end)
    {
        if (State == EnvironmentState.Ended)
        {
            return;
        }

        var starting = State == EnvironmentState.Starting;
        var invocation = State switch
        {
            EnvironmentState.Starting when _initAgain => _pool.TakeWaiting(),
            EnvironmentState.Busy => _handover.Current,
            _ => null,
        };
        _log.Fail(end, invocation, starting);
        if (invocation is not null)
        {
            _handover.Take(invocation);
            Complete(invocation, end.ResultOf(invocation.RequestId), end.Status, end.ErrorType);
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
        _process.Kill();
        _handover.Close();
    }
}
