namespace SensorWatch.Local.Functions;

/// <summary>
/// Where an execution environment's call of <c>GET /runtime/invocation/next</c> waits for an invocation. Everything but
/// <see cref="Current"/> happens under the pool's lock.
/// </summary>
internal sealed class Handover
{
    private TaskCompletionSource<Invocation> _call = NewCall();
    private Invocation? _current;

    /// <summary>The invocation that the environment has, or had last; null before its first.</summary>
    public Invocation? Current => Volatile.Read(ref _current);

    /// <summary>The process has the current invocation: asking again would be an error.</summary>
    public bool IsDelivered { get; private set; }

    /// <summary>The invocation that the open call gets.</summary>
    public Task<Invocation> Next => _call.Task;

    /// <summary>Opens a call. One that is still open has nobody who listens: its connection broke.</summary>
    public void Open()
    {
        Close();
        _call = NewCall();
    }

    /// <summary>Ends the open call without an invocation.</summary>
    public void Close() => _call.TrySetCanceled(CancellationToken.None);

    /// <summary>Gives the open call its invocation.</summary>
    public void Give(Invocation invocation)
    {
        Take(invocation);
        IsDelivered = false;
        _call.TrySetResult(invocation);
    }

    /// <summary>Makes an invocation the environment's that no call gets: INIT failed on it.</summary>
    public void Take(Invocation invocation) => Volatile.Write(ref _current, invocation);

    /// <summary>An invocation has been sent to the process.</summary>
    public void Deliver(Invocation invocation) => IsDelivered |= _current == invocation;

    private static TaskCompletionSource<Invocation> NewCall() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
