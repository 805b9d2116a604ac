using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Events;

/// <summary>
/// A bus <c>app</c>, its rules and queues, beside a bus <c>audit</c>.
/// </summary>
internal sealed class EventFixture : IDisposable
{
    private readonly LogService _logs;

    public EventFixture(IReadOnlyList<RuleResource> rules, IReadOnlyList<QueuePolicyResource> policies, params QueueResource[] queues)
        : this(rules, policies, null, queues)
    {
    }

    public EventFixture(
        IReadOnlyList<RuleResource> rules,
        IReadOnlyList<QueuePolicyResource> policies,
        string? dataDirectory,
        params QueueResource[] queues)
        : this(rules, policies, [], dataDirectory, queues)
    {
    }

    public EventFixture(
        IReadOnlyList<RuleResource> rules,
        IReadOnlyList<QueuePolicyResource> policies,
        IReadOnlyList<FunctionPermissionResource> permissions,
        string? dataDirectory,
        params QueueResource[] queues)
        : this(rules, policies, permissions, [], dataDirectory, queues)
    {
    }

    public EventFixture(
        IReadOnlyList<RuleResource> rules,
        IReadOnlyList<QueuePolicyResource> policies,
        IReadOnlyList<FunctionPermissionResource> permissions,
        IReadOnlyList<ScheduleResource> schedules,
        string? dataDirectory,
        params QueueResource[] queues)
    {
        Queues = new(policies, dataDirectory, queues);
        Functions = new(Queues.Database, Queues.Time, permissions);
        var deployment = new EventBridgeDeployment
        {
            Account = QueueFixture.Account,
            Region = QueueFixture.Region,
            Buses = [new(Resource("app", "AWS::Events::EventBus"), "app", BusArn("app")), new(Resource("audit", "AWS::Events::EventBus"), "audit", BusArn("audit"))],
            Rules = rules,
            Schedules = schedules,
            Archives = [Archive("all"), Archive("shop", "shop", retentionDays: 2)],
            QueuePolicies = policies,
        };
        var topics = new TopicService(Queues.Database, Queues.Service, policies, Functions.Targets, [], [], Queues.Time, Log);
        _logs = new(Queues.Database, [], [], inMemory: true, Queues.Time);
        Buses = new(Queues.Database, new(Queues.Service, Functions.Targets, topics, _logs), deployment, Queues.Time, Log);
        Api = new(Buses);
    }

    public QueueFixture Queues { get; }

    /// <summary>The function <c>Handle</c>, which nothing calls.</summary>
    public TestFunctions Functions { get; }

    public EventBusService Buses { get; }

    public EventBridgeApi Api { get; }

    public ListLogger<EventBusService> Log { get; } = new();

    public static string BusArn(string name) => $"arn:aws:events:{QueueFixture.Region}:{QueueFixture.Account}:event-bus/{name}";

    public static string RuleArn(string name) => $"arn:aws:events:{QueueFixture.Region}:{QueueFixture.Account}:rule/app/{name}";

    public static RuleResource Rule(string name, string source, params RuleTarget[] targets) => new()
    {
        Resource = Resource(name, "AWS::Events::Rule"),
        Name = name,
        Arn = RuleArn(name),
        EventBusName = "app",
        EventPattern = new() { ["source"] = new JsonArray(source) },
        Enabled = true,
        Targets = targets,
    };

    /// <summary>An archive of the bus <c>app</c>.</summary>
    public static ArchiveResource Archive(string name, string? source = null, int retentionDays = 0) => new()
    {
        Resource = Resource(name, ArchiveResource.Type),
        Name = name,
        Arn = ArchiveArn(name),
        SourceArn = BusArn("app"),
        EventPattern = source is null ? null : new() { ["source"] = new JsonArray(source) },
        RetentionDays = retentionDays,
    };

    public static string ArchiveArn(string name) => $"arn:aws:events:{QueueFixture.Region}:{QueueFixture.Account}:archive/{name}";

    public static RuleTarget Target(string queue, string? deadLetterQueue = null) => new()
    {
        Id = queue,
        Arn = QueueFixture.Arn(queue),
        DeadLetterArn = deadLetterQueue is null ? null : QueueFixture.Arn(deadLetterQueue),
    };

    /// <summary>What CDK writes for a rule's target: the service may send on behalf of the rule.</summary>
    public static QueuePolicyResource Allow(string queue, string rule) => Policy(queue, $$$"""
        {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":["sqs:SendMessage","sqs:GetQueueUrl"],
         "Resource":"{{{QueueFixture.Arn(queue)}}}","Condition":{"ArnEquals":{"aws:SourceArn":"{{{RuleArn(rule)}}}"} } }
        """);

    public static QueuePolicyResource Policy(string queue, params string[] statements) => new(
        Resource($"{queue}Policy", "AWS::SQS::QueuePolicy"),
        [QueueFixture.Url(queue)],
        (JsonObject)JsonNode.Parse($$"""{"Version":"2012-10-17","Statement":[{{string.Join(',', statements)}}]}""")!);

    public static string Entry(string source = "shop", string detail = "{}", string more = "") =>
        $$"""{"Source":"{{source}}","DetailType":"Ordered","Detail":{{JsonSerializer.Serialize(detail)}},"EventBusName":"app"{{more}}}""";

    public async Task<JsonObject> PutAsync(params string[] entries) => await CallAsync("PutEvents", $$"""{"Entries":[{{string.Join(',', entries)}}]}""");

    public async Task<JsonObject> CallAsync(string operation, string request) =>
        (await Api.HandleAsync(operation, (JsonObject)JsonNode.Parse(request)!, CancellationToken.None)).ShouldNotBeNull();

    public async Task<AwsException> FailAsync(string operation, string request) =>
        await Should.ThrowAsync<AwsException>(() => CallAsync(operation, request));

    public void Dispose()
    {
        Buses.Dispose();
        _logs.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Queues.Dispose();
    }

    internal static Resource Resource(string name, string type) => new()
    {
        Path = $"Test/{name}",
        StackId = "Test",
        LogicalId = name,
        Type = type,
        PhysicalId = name,
        Properties = [],
    };
}

/// <summary>Keeps what is logged.</summary>
internal sealed class ListLogger<T> : ILogger<T>
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lock)
        {
            _lines.Add(formatter(state, exception));
        }
    }
}
