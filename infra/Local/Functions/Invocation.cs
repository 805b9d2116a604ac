using System.Security.Cryptography;

namespace SensorWatch.Local.Functions;

/// <summary>An invocation that waits for an environment or runs in one.</summary>
internal sealed class Invocation(string requestId, ReadOnlyMemory<byte> payload, DateTimeOffset receivedAt)
{
    private readonly DateTimeOffset _receivedAt = receivedAt;

    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId { get; } = requestId;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>
    /// The X-Ray trace header, not sampled: a custom runtime hands it on in <c>_X_AMZN_TRACE_ID</c>.
    /// Form: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
    /// </summary>
    public string TraceId { get; } =
        $"Root=1-{receivedAt.ToUnixTimeSeconds():x8}-{RandomHex(12)};Parent={RandomHex(8)};Sampled=0";

    /// <summary>The process is killed as soon as it has the invocation: a fault on demand.</summary>
    public bool Crashes { get; init; }

    public Task<InvocationResult> Result => _result.Task;

    /// <summary>Completes when the environment has asked for the next invocation, or ended: what it wrote during this one is known.</summary>
    public Task Settled => _settled.Task;

    /// <summary>An invocation of the same time, with another payload or id.</summary>
    public Invocation Again(string requestId, ReadOnlyMemory<byte> payload, bool crashes) => new(requestId, payload, _receivedAt) { Crashes = crashes };

    public void Complete(InvocationResult result) => _result.TrySetResult(result);

    public void Settle() => _settled.TrySetResult();

    public void Abandon() => _result.TrySetCanceled();

    private static string RandomHex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
