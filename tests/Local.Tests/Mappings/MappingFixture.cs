using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Mappings;

/// <summary>A mapping from the queue <c>jobs</c> (or <c>jobs.fifo</c>) to a function whose invocations the test answers.</summary>
internal sealed class MappingFixture : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Channel<Invoked> _invocations = Channel.CreateUnbounded<Invoked>();

    public MappingFixture(EventSourceMappingResource mapping, FunctionResource? function = null, QueueResource? queue = null)
    {
        Queues = new(queue ?? QueueFixture.Queue("jobs", "dead", maxReceiveCount: 2), QueueFixture.Queue("dead"), QueueFixture.Queue("jobs.fifo"));
        Mappings = new([mapping], [function ?? Function()], Queues.Service, InvokeAsync, BodyKind, Queues.Time, Log);
        Mappings.Start();
    }

    public QueueFixture Queues { get; }

    public EventSourceMappings Mappings { get; }

    public ListLogger<EventSourceMappings> Log { get; } = new();

    /// <summary>A stand-in for patterns: the body's <c>kind</c>, or the body itself, is one of the pattern's.</summary>
    public static CompilePattern BodyKind { get; } = pattern => json => pattern["body"] switch
    {
        JsonArray texts => texts.Any(text => text!.GetValue<string>() == json.GetProperty("body").GetString()),
        JsonObject fields => fields["kind"]!.AsArray().Any(kind => kind!.GetValue<string>() == json.GetProperty("body").GetProperty("kind").GetString()),
        _ => throw new FormatException("no body."),
    };

    public static FunctionResource Function(int timeoutSeconds = 5) => new()
    {
        Resource = Resource("Handle", "AWS::Lambda::Function"),
        Name = "Handle",
        Arn = $"arn:aws:lambda:{QueueFixture.Region}:{QueueFixture.Account}:function:Handle",
        Runtime = "provided.al2023",
        Handler = "Handle",
        Environment = new Dictionary<string, string>(),
        LogGroupName = "/aws/lambda/Handle",
        TimeoutSeconds = timeoutSeconds,
    };

    public static EventSourceMappingResource Mapping(string queue = "jobs", int batchSize = 10, int windowSeconds = 0) => new()
    {
        Resource = Resource("Mapping", "AWS::Lambda::EventSourceMapping"),
        EventSourceArn = QueueFixture.Arn(queue),
        FunctionName = "Handle",
        BatchSize = batchSize,
        MaximumBatchingWindowSeconds = windowSeconds,
        ReportBatchItemFailures = true,
    };

    /// <summary>The next invocation.</summary>
    /// <param name="every">How far to advance the clock as often as it doesn't come within a moment; null for not at all.</param>
    public async Task<Invoked> NextAsync(TimeSpan? every = null)
    {
        if (every is null)
        {
            return await _invocations.Reader.ReadAsync().AsTask().WaitAsync(Bound);
        }

        var waited = Stopwatch.StartNew();
        while (true)
        {
            Queues.Time.Advance(every.Value);
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

    public bool NothingInvoked => _invocations.Reader.Count == 0;

    public static async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            waited.Elapsed.ShouldBeLessThan(Bound, "the condition did not come true");
            await Task.Yield();
        }
    }

    /// <summary>Ends the batches in flight, so that what they deleted is deleted.</summary>
    public Task StopAsync() => Mappings.StopAsync(TimeSpan.FromDays(1)).WaitAsync(Bound);

    public SensorWatch.Local.Queues.MessageCounts Count(string queue = "jobs") => Queues.Service.Count(QueueFixture.Arn(queue));

    public async ValueTask DisposeAsync()
    {
        await Mappings.DisposeAsync().AsTask().WaitAsync(Bound);
        Queues.Dispose();
    }

    private async Task<Invoked> ReadWithinAsync(TimeSpan moment)
    {
        using var cancellation = new CancellationTokenSource(moment);
        return await _invocations.Reader.ReadAsync(cancellation.Token);
    }

    private Task<InvocationResult> InvokeAsync(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        functionArn.ShouldBe(Function().Arn);
        var invoked = new Invoked(payload);
        _invocations.Writer.TryWrite(invoked).ShouldBeTrue();
        return invoked.Result;
    }

    private static Resource Resource(string name, string type) => new()
    {
        Path = $"Test/{name}",
        StackId = "Test",
        LogicalId = name,
        Type = type,
        PhysicalId = name,
        Properties = [],
    };
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

    public void Answer(string json) => _result.SetResult(new("request", Encoding.UTF8.GetBytes(json)));

    public void Succeed() => Answer("""{"batchItemFailures":[]}""");

    public void Fail() => _result.SetResult(new("request", """{"errorMessage":"no"}"""u8.ToArray(), FunctionError: "Unhandled"));

    public void Throttle() => _result.SetResult(new("request", default, Throttled: true));

    public void Throw() => _result.SetException(new InvalidOperationException("the runner broke"));
}
