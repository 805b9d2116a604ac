using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Events;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Access;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Local.Timing;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Tests.Events;

/// <summary>
/// A bus <c>app</c> whose rule <c>Orders</c> takes the source <c>shop</c> to one target, and what a test adds. Queues:
/// <c>orders</c>, <c>dead</c>; EventBridge may send to both. A schedule is the test's to add.
/// </summary>
internal sealed class DeliveryFixture : IDisposable
{
    public const string Queue = """{ "Fn::GetAtt": ["OrdersQueue", "Arn"] }""";
    public const string Dead = """{ "Fn::GetAtt": ["Dead", "Arn"] }""";

    private readonly Database _database;
    private readonly LogService _logs;

    public DeliveryFixture(string[] faults, string target = "", string targetArn = Queue, string more = "", string? directory = null, TimeSpan startsAfter = default, string targetId = "T")
    {
        Time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) + startsAfter) { AutoAdvanceAmount = TimeSpan.Zero };
        Deployment = Template(target, targetArn, more, targetId);
        _database = Database.Open(directory);
        Clock = ClockStore.Open(_database, Time, startAt: null);
        Queues = new(_database, Deployment.Queues, Clock);
        Functions = new(_database, Clock, Deployment.FunctionPermissions);
        Topics = new(_database, Queues, Deployment.QueuePolicies, Functions.Targets, Deployment.Topics, Deployment.Subscriptions, Clock, Log);
        _logs = new(_database, Deployment.LogGroups, [], inMemory: directory is null, Clock);
        Faults = new(Deployment, [.. faults.Select(Fault.Parse)], Clock);
        Buses = new(_database, new(Queues, Functions.Targets, Topics, _logs), EventBridgeDeployment.Of(Deployment), Clock, Log, Faults);
        Buses.Start();
    }

    public FakeTimeProvider Time { get; }

    /// <summary>The services' clock, which runs with <see cref="Time"/> and can be set forward.</summary>
    public LocalClock Clock { get; }

    public Deployment Deployment { get; }

    public QueueService Queues { get; }

    public TestFunctions Functions { get; }

    public TopicService Topics { get; }

    public FaultService Faults { get; }

    public EventBusService Buses { get; }

    public ListLogger<EventBusService> Log { get; } = new();

    public static Deployment Template(string target = "", string targetArn = Queue, string more = "", string targetId = "T") => AccessFixture.Resolve($$"""
        {
          "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "app" } },
          "OrdersQueue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "orders" } },
          "Dead": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "dead" } },
          "Policy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
              "Queues": [ { "Ref": "OrdersQueue" }, { "Ref": "Dead" } ],
              "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" } }
            }
          },
          "Orders": {
            "Type": "AWS::Events::Rule",
            "Properties": {
              "Name": "orders-rule", "EventBusName": { "Ref": "Bus" }, "EventPattern": { "source": ["shop"] },
              "Targets": [ { "Id": "{{targetId}}", "Arn": {{targetArn}}, "DeadLetterConfig": { "Arn": {{Dead}} } {{target}} } ]
            }
          }{{more}}
        }
        """);

    /// <summary>Puts an event that the rule takes.</summary>
    /// <returns>Its id.</returns>
    public string Put(string detail = "{}") => Buses.Put(
        [new() { Source = "shop", DetailType = "Ordered", EventBusName = "app", Detail = JsonDocument.Parse(detail).RootElement }]).Single();

    /// <summary>Lets time pass in short steps: a retry after a retry comes at about its own time.</summary>
    public void Pass(TimeSpan by)
    {
        var step = TimeSpan.FromSeconds(5);
        for (var end = Time.GetUtcNow() + by; Time.GetUtcNow() < end;)
        {
            var left = end - Time.GetUtcNow();
            Time.Advance(left < step ? left : step);
        }
    }

    /// <summary>Sets the services' clock forward, as a person does, from timer to timer.</summary>
    public async Task SetForwardAsync(TimeSpan by)
    {
        using var control = new TimeControl(Clock, _database, () => Buses.IsIdle, () => false);
        await control.AdvanceAsync(by, CancellationToken.None);
    }

    /// <summary>Takes all messages of a queue.</summary>
    public IReadOnlyList<ReceivedMessage> Take(string queue)
    {
        var arn = Deployment.Queues.Single(known => known.Name == queue).Arn;
        List<ReceivedMessage> messages = [.. Queues.Receive(arn, 10_000, 0)];
        messages.ForEach(message => Queues.Delete(arn, [message.ReceiptHandle]));
        return messages;
    }

    /// <summary>The ids of the events in a queue.</summary>
    public IReadOnlyList<string> TakeIds(string queue) => [.. Take(queue).Select(message => JsonNode.Parse(message.Body)!["id"]!.GetValue<string>())];

    /// <summary>The lines of a log group.</summary>
    public IReadOnlyList<LogEvent> Lines(string group) => _logs.Read(new() { GroupName = group });

    public void Dispose()
    {
        Buses.Dispose();
        _logs.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _database.Dispose();
    }
}
