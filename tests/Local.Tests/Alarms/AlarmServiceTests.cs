using System.Text.Json.Nodes;
using SensorWatch.Local.Alarms;
using SensorWatch.Local.Events;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Functions;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Tests.Topics;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Alarms;

public sealed class AlarmServiceTests : IDisposable
{
    private const string Rule = "alarms";

    private readonly QueueFixture _queues;
    private readonly TopicService _topics;
    private readonly EventBusService _buses;
    private readonly LogService _logs;
    private readonly ListLogger<AlarmService> _log = new();
    private AlarmService? _alarms;
    private FunctionStatistics _function = new("f", 0, 0, 0, 0, 0, 0, 0, []);

    public AlarmServiceTests()
    {
        QueuePolicyResource[] policies =
        [
            EventFixture.Policy("events", """{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}"""),
        ];
        _queues = new(policies, QueueFixture.Queue("dlq"), QueueFixture.Queue("events"));
        var targets = new TestFunctions(_queues.Database, _queues.Time).Targets;
        _topics = new(_queues.Database, _queues.Service, policies, targets, [TopicFixture.Topic()], [], _queues.Time, new ListLogger<TopicService>());
        var deployment = new EventBridgeDeployment
        {
            Account = QueueFixture.Account,
            Region = QueueFixture.Region,
            Rules = [EventFixture.Rule(Rule, "aws.cloudwatch", EventFixture.Target("events")) with { EventBusName = "default" }],
            QueuePolicies = policies,
        };
        _logs = new(_queues.Database, [], [], inMemory: true, _queues.Time);
        _buses = new(_queues.Database, new(_queues.Service, targets, _topics, _logs), deployment, _queues.Time, new ListLogger<EventBusService>());
    }

    public void Dispose()
    {
        _alarms?.Dispose();
        _logs.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _queues.Dispose();
    }

    [Fact]
    public void A_message_in_a_dead_letter_queue_is_an_alarm_until_it_is_gone()
    {
        Start(Waiting());
        _queues.Send("dlq", "lost");
        _queues.Time.Advance(TimeSpan.FromSeconds(59));
        State().ShouldBe("OK");

        _queues.Time.Advance(TimeSpan.FromSeconds(1));
        State().ShouldBe("ALARM");
        _queues.Time.Advance(TimeSpan.FromMinutes(5));
        _queues.Delete("dlq", _queues.Receive("dlq").Single());
        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        State().ShouldBe("OK");
        _log.Lines.Select(line => line[..line.IndexOf('.', StringComparison.Ordinal)]).ShouldBe(["Alarm a: OK -> ALARM", "Alarm a: ALARM -> OK"]);
    }

    [Fact]
    public void A_change_is_an_event_on_the_default_bus()
    {
        Start(Waiting());
        _queues.Send("dlq", "lost");

        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        var @event = JsonNode.Parse(_queues.Receive("events").ShouldHaveSingleItem().Body)!;
        (Text(@event["source"]), Text(@event["detail-type"]), Text(@event["resources"]![0])).ShouldBe(("aws.cloudwatch", "CloudWatch Alarm State Change", Waiting().Arn));
        var detail = @event["detail"]!;
        (Text(detail["alarmName"]), Text(detail["state"]!["value"]), Text(detail["previousState"]!["value"])).ShouldBe(("a", "ALARM", "OK"));
        Text(detail["state"]!["timestamp"]).ShouldBe("2026-03-01T12:01:00.000+0000");
        Text(detail["state"]!["reason"]).ShouldStartWith("Threshold Crossed: 1 out of the last 1 datapoints [1.0] was greater than the threshold (0.0)");
        detail["configuration"]!["metrics"]![0]!["metricStat"]!["metric"]!["dimensions"]!.ToJsonString().ShouldBe("""{"QueueName":"dlq"}""");
    }

    [Fact]
    public void A_change_is_told_to_the_topics_of_its_state()
    {
        Start(Waiting());
        _queues.Send("dlq", "lost");

        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        var message = _topics.Messages(TopicFixture.TopicArn).ShouldHaveSingleItem();
        message.Subject.ShouldBe($"ALARM: \"a\" in {QueueFixture.Region}");
        var text = JsonNode.Parse(message.Message)!;
        (Text(text["AlarmName"]), Text(text["NewStateValue"]), Text(text["OldStateValue"])).ShouldBe(("a", "ALARM", "OK"));

        // The state stays, and there is no action for OK.
        _queues.Time.Advance(TimeSpan.FromMinutes(2));
        _queues.Delete("dlq", _queues.Receive("dlq").Single());
        _queues.Time.Advance(TimeSpan.FromMinutes(1));
        State().ShouldBe("OK");
        _topics.Messages(TopicFixture.TopicArn).Count.ShouldBe(1);
    }

    [Fact]
    public void An_alarm_without_actions_enabled_tells_no_topic()
    {
        Start(Waiting() with { ActionsEnabled = false });
        _queues.Send("dlq", "lost");

        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        State().ShouldBe("ALARM");
        _topics.Messages(TopicFixture.TopicArn).ShouldBeEmpty();
    }

    [Fact]
    public void A_state_that_was_told_is_the_state_at_the_next_start()
    {
        Start(Waiting());
        _queues.Send("dlq", "lost");
        _queues.Time.Advance(TimeSpan.FromMinutes(1));
        _alarms!.Dispose();

        Start(Waiting());
        State().ShouldBe("ALARM");
        _queues.Time.Advance(TimeSpan.FromMinutes(1));
        _topics.Messages(TopicFixture.TopicArn).Count.ShouldBe(1);
        _queues.Delete("dlq", _queues.Receive("dlq").Single());
        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        State().ShouldBe("OK");
    }

    [Fact]
    public void Datapoints_count_over_a_restart()
    {
        var alarm = Waiting() with { EvaluationPeriods = 2, DatapointsToAlarm = 2 };
        Start(alarm);
        _queues.Send("dlq", "lost");
        _queues.Time.Advance(TimeSpan.FromMinutes(1));
        _alarms!.Dispose();

        Start(alarm);
        State().ShouldBe("OK");
        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        State().ShouldBe("ALARM");
    }

    [Fact]
    public void Errors_are_counted_by_the_period()
    {
        Start(Waiting() with { Namespace = "AWS/Lambda", MetricName = "Errors", Statistic = "Sum", Dimensions = new Dictionary<string, string> { ["FunctionName"] = "f" } });
        _function = _function with { Invocations = 3, Errors = 1 };
        _queues.Time.Advance(TimeSpan.FromMinutes(1));
        State().ShouldBe("ALARM");

        _function = _function with { Invocations = 5 };
        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        State().ShouldBe("OK");
    }

    [Fact]
    public void An_old_message_is_an_alarm()
    {
        Start(Waiting() with { MetricName = "ApproximateAgeOfOldestMessage", Threshold = 90 });
        _queues.Send("dlq", "slow");

        _queues.Time.Advance(TimeSpan.FromMinutes(1));
        State().ShouldBe("OK");
        _queues.Time.Advance(TimeSpan.FromMinutes(1));

        State().ShouldBe("ALARM");
    }

    [Theory]
    [InlineData("AWS/ApiGateway", "5xx", "Sum", "AWS/ApiGateway 5xx is not measured here")]
    [InlineData("AWS/Lambda", "Errors", "Average", "Average of Lambda's metrics is not measured here")]
    [InlineData("AWS/SQS", "ApproximateAgeOfOldestMessage", null, "only alarms on one metric")]
    [InlineData("AWS/Lambda", "Errors", "Sum", "its function is not part of this deployment")]
    public void What_is_not_measured_is_said_once(string metricNamespace, string metric, string? statistic, string reason)
    {
        Start(Waiting() with { Namespace = metricNamespace, MetricName = metric, Statistic = statistic });
        _queues.Time.Advance(TimeSpan.FromMinutes(3));

        _log.Lines.Count.ShouldBe(2);
        _log.Lines[0].ShouldContain(reason);
        _log.Lines[1].ShouldStartWith("0 alarms are evaluated; 1 are not");
        _alarms!.States.ShouldBeEmpty();
    }

    [Fact]
    public void Actions_other_than_topics_are_refused() => AlarmService
        .Refusals([Waiting() with { OkActions = ["arn:aws:lambda:r:a:function:f"] }], [TopicFixture.Topic()])
        .ShouldHaveSingleItem().Reason.ShouldContain("arn:aws:lambda:r:a:function:f");

    private static AlarmResource Waiting() => new()
    {
        Resource = new() { Path = "Test/a", StackId = "Test", LogicalId = "a", Type = AlarmResource.Type, PhysicalId = "a", Properties = [] },
        Name = "a",
        Arn = $"arn:aws:cloudwatch:{QueueFixture.Region}:{QueueFixture.Account}:alarm:a",
        AlarmActions = [TopicFixture.TopicArn],
        Namespace = "AWS/SQS",
        MetricName = "ApproximateNumberOfMessagesVisible",
        Dimensions = new Dictionary<string, string> { ["QueueName"] = "dlq" },
        Statistic = "Maximum",
        PeriodSeconds = 60,
        EvaluationPeriods = 1,
        DatapointsToAlarm = 1,
        Threshold = 0,
        ComparisonOperator = "GreaterThanThreshold",
        TreatMissingData = "notBreaching",
    };

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private string State() => _alarms!.States.Values.Single();

    private void Start(AlarmResource alarm)
    {
        _alarms = new(_queues.Database, [alarm], new(_queues.Service, () => [_function]), _topics, _buses, _queues.Time, _log);
        _alarms.Start();
    }
}
