using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Tests.Mappings;

/// <summary>A function whose invocations the test answers.</summary>
internal sealed class Invocations(FakeTimeProvider time, string expectedArn)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Channel<Invoked> _waiting = Channel.CreateUnbounded<Invoked>();

    public bool IsEmpty => _waiting.Reader.Count == 0;

    public Task<InvocationResult> InvokeAsync(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        functionArn.ShouldBe(expectedArn);
        var invoked = new Invoked(payload);
        _waiting.Writer.TryWrite(invoked).ShouldBeTrue();
        return invoked.Result;
    }

    /// <summary>The next invocation.</summary>
    /// <param name="every">How far to advance the clock as often as it doesn't come within a moment; null for not at all.</param>
    public async Task<Invoked> NextAsync(TimeSpan? every = null)
    {
        if (every is null)
        {
            return await _waiting.Reader.ReadAsync().AsTask().WaitAsync(Bound);
        }

        var waited = Stopwatch.StartNew();
        while (true)
        {
            time.Advance(every.Value);
            try
            {
                return await ReadWithinAsync(TimeSpan.FromMilliseconds(200));
            }
            catch (OperationCanceledException)
            {
                waited.Elapsed.ShouldBeLessThan(Bound, "no invocation came");
            }
        }
    }

    private async Task<Invoked> ReadWithinAsync(TimeSpan moment)
    {
        using var cancellation = new CancellationTokenSource(moment);
        return await _waiting.Reader.ReadAsync(cancellation.Token);
    }
}

/// <summary>An invocation that waits for the test's answer.</summary>
internal sealed class Invoked(ReadOnlyMemory<byte> payload)
{
    private readonly TaskCompletionSource<InvocationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<InvocationResult> Result => _result.Task;

    public int Bytes => payload.Length;

    public JsonArray Records { get; } = JsonNode.Parse(payload.Span)![nameof(Records)]!.AsArray();

    public IEnumerable<string> Bodies => Records.Select(record => record!["body"]!.GetValue<string>());

    public string IdOf(string body) =>
        Records.Single(record => record!["body"]!.GetValue<string>() == body)!["messageId"]!.GetValue<string>();

    /// <summary>The values of the key <c>id</c> of a stream's records.</summary>
    public IEnumerable<string> Ids => Records.Select(record => record!["dynamodb"]!["Keys"]!["id"]!["S"]!.GetValue<string>());

    /// <summary>The sequence numbers of a stream's records.</summary>
    public IReadOnlyList<string> SequenceNumbers =>
        [.. Records.Select(record => record!["dynamodb"]!["SequenceNumber"]!.GetValue<string>())];

    public void Answer(string json) => _result.SetResult(new("request", Encoding.UTF8.GetBytes(json)));

    /// <summary>Reports these messages or records as failed.</summary>
    public void FailItems(params string[] identifiers) => Answer(new JsonObject
    {
        ["batchItemFailures"] = new JsonArray([.. identifiers.Select(id => new JsonObject { ["itemIdentifier"] = id })]),
    }.ToJsonString());

    public void Succeed() => Answer("""{"batchItemFailures":[]}""");

    public void Fail() => _result.SetResult(new("request", """{"errorMessage":"no"}"""u8.ToArray(), FunctionError: "Unhandled"));

    public void Throttle() => _result.SetResult(new("request", default, Throttled: true));

    public void Throw() => _result.SetException(new InvalidOperationException("the runner broke"));
}
