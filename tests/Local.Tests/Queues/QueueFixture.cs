using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Queues;

/// <summary>Queues in memory under a clock that stands still until a test advances it.</summary>
internal sealed class QueueFixture : IDisposable
{
    public const string Account = "111122223333";
    public const string Region = "eu-west-1";

    private readonly Database _database;

    public QueueFixture(params QueueResource[] queues)
        : this([], queues)
    {
    }

    public QueueFixture(IReadOnlyList<QueuePolicyResource> policies, params QueueResource[] queues)
        : this(policies, null, queues)
    {
    }

    public QueueFixture(IReadOnlyList<QueuePolicyResource> policies, string? dataDirectory, params QueueResource[] queues)
    {
        _database = Database.Open(dataDirectory);
        Service = new(_database, queues, Time);
        Api = new(Service, policies, Time);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)) { AutoAdvanceAmount = TimeSpan.Zero };

    public Database Database => _database;

    public QueueService Service { get; }

    public SqsApi Api { get; }

    public static string Arn(string name) => $"arn:aws:sqs:{Region}:{Account}:{name}";

    public static QueueResource Queue(string name, string? deadLetterQueue = null, int maxReceiveCount = 5, JsonObject? properties = null) => new()
    {
        Resource = new()
        {
            Path = $"Test/{name}",
            StackId = "Test",
            LogicalId = name,
            Type = "AWS::SQS::Queue",
            PhysicalId = Url(name),
            Properties = properties ?? [],
        },
        Name = name,
        Arn = Arn(name),
        Url = Url(name),
        Fifo = name.EndsWith(".fifo", StringComparison.Ordinal),
        RedrivePolicy = deadLetterQueue is null ? null : new(Arn(deadLetterQueue), maxReceiveCount),
    };

    public static string Url(string name) => $"https://sqs.{Region}.amazonaws.com/{Account}/{name}";

    public SentMessage Send(string queue, string body, string? group = null, int? delay = null) =>
        Service.Send(Arn(queue), new() { Body = body, MessageGroupId = group, DelaySeconds = delay });

    public IReadOnlyList<ReceivedMessage> Receive(string queue, int maximum = 10, int? visibility = null) =>
        Service.Receive(Arn(queue), maximum, visibility);

    public IEnumerable<string> ReceiveBodies(string queue) => Receive(queue).Select(m => m.Body);

    public void Delete(string queue, ReceivedMessage message) => Service.Delete(Arn(queue), [message.ReceiptHandle]);

    public async Task<JsonObject> CallAsync(string operation, string requestJson)
    {
        var response = await Api.HandleAsync(operation, (JsonObject)JsonNode.Parse(requestJson)!, CancellationToken.None);
        return response.ShouldNotBeNull();
    }

    public async Task<AwsException> FailAsync(string operation, string requestJson) =>
        await Should.ThrowAsync<AwsException>(() => CallAsync(operation, requestJson));

    public void Dispose() => _database.Dispose();
}
