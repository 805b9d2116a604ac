using System.Diagnostics;
using System.Text.Json.Nodes;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Mappings;

/// <summary>A mapping from the queue <c>jobs</c> to a function whose invocations the test answers.</summary>
internal sealed class MappingFixture : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly Database _database = Database.Open(null);
    private readonly TableService _tables;
    private readonly Invocations _invocations;

    public MappingFixture(EventSourceMappingResource mapping, FunctionResource? function = null, QueueResource? queue = null, Func<EventSourceMappingResource, string?>? roleProblemOf = null)
    {
        Queues = new(queue ?? QueueFixture.Queue("jobs", "dead", maxReceiveCount: 2), QueueFixture.Queue("dead"));
        _tables = new(_database, [], Queues.Time);
        _invocations = new(Queues.Time, Function().Arn);
        Mappings = new(
            [mapping], [function ?? Function()], Queues.Service, _tables, _database, _invocations.InvokeAsync, BodyKind, Queues.Time, Log)
        {
            RoleProblemOf = roleProblemOf,
        };
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

    /// <inheritdoc cref="Invocations.NextAsync"/>
    public Task<Invoked> NextAsync(TimeSpan? every = null) => _invocations.NextAsync(every);

    public bool NothingInvoked => _invocations.IsEmpty;

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
        _tables.Dispose();
        _database.Dispose();
        Queues.Dispose();
    }

    public static Resource Resource(string name, string type) => new()
    {
        Path = $"Test/{name}",
        StackId = "Test",
        LogicalId = name,
        Type = type,
        PhysicalId = name,
        Properties = [],
    };
}
