using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Events;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tests.Events;

/// <summary>Scheduler's retries, its role, and a full disk; the clock starts at noon of 1 March 2026, UTC.</summary>
public sealed class SchedulerRetryTests
{
    private const string Trust = """{ "Effect": "Allow", "Principal": { "Service": "scheduler.amazonaws.com" }, "Action": "sts:AssumeRole" }""";
    private const string Everything = """{ "Effect": "Allow", "Action": "*", "Resource": "*" }""";

    [Fact]
    public void A_target_that_fails_for_a_time_is_tried_again_with_the_number_of_the_attempt()
    {
        using var events = Scheduled(["Nightly->OrdersQueue:throttle"], Everything);
        events.Pass(TimeSpan.FromMinutes(1) + TimeSpan.FromMilliseconds(1));
        events.Take("orders").ShouldBeEmpty();
        events.Faults.Clear();

        events.Pass(TimeSpan.FromMinutes(1));

        events.Take("orders").Single().Body.ShouldBe("attempt 2 for 2026-03-01T12:01:00Z");
        events.Buses.PendingDeliveries.ShouldBe(0);
    }

    [Fact]
    public void After_the_last_attempt_the_dead_letter_queue_is_told_in_Schedulers_way()
    {
        using var events = Scheduled(["Nightly->OrdersQueue:throttle"], Everything, retry: """{ "MaximumRetryAttempts": 2 }""");

        events.Pass(TimeSpan.FromMinutes(3));

        var dead = events.Take("dead").Single();
        dead.Body.ShouldBe("attempt 3 for 2026-03-01T12:01:00Z");
        (Text(dead, "ERROR_CODE"), Text(dead, "RETRY_ATTEMPTS"), Text(dead, "EXHAUSTED_RETRY_CONDITION")).ShouldBe(("RequestThrottled", "2", "MaximumRetryAttempts"));
    }

    [Fact]
    public void What_waits_for_a_schedules_target_outlives_the_process()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            using (var before = Scheduled(["Nightly->OrdersQueue:error"], Everything, directory: directory.FullName))
            {
                before.Pass(TimeSpan.FromMinutes(2));
                before.Buses.PendingDeliveries.ShouldBe(1);
            }

            using var after = Scheduled([], Everything, directory: directory.FullName, startsAfter: TimeSpan.FromMinutes(2));
            after.Pass(TimeSpan.FromMinutes(5));

            after.Take("orders").Single().Body.ShouldEndWith("for 2026-03-01T12:01:00Z");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(DeliveryFixture.Queue, "sqs:SendMessage", "AccessDenied")]
    [InlineData("""{ "Ref": "News" }""", "sns:Publish", "AuthorizationError")]
    [InlineData("""{ "Fn::GetAtt": ["Bus", "Arn"] }""", "events:PutEvents", "AccessDeniedException")]
    [InlineData("\"arn:aws:lambda:eu-west-1:111122223333:function:Handle\"", "lambda:InvokeFunction", "AccessDeniedException")]
    public void The_role_must_allow_what_the_target_takes(string target, string action, string code)
    {
        using var allowed = Scheduled([], Allow(action), target);
        using var denied = Scheduled([], """{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Dead", "Arn"] } }""", target);

        allowed.Pass(TimeSpan.FromMinutes(2));
        denied.Pass(TimeSpan.FromMinutes(2));

        allowed.Log.Lines.ShouldContain(line => line.StartsWith("Schedule nightly invoked"));
        var dead = denied.Take("dead").Single();
        (Text(dead, "ERROR_CODE"), Text(dead, "RETRY_ATTEMPTS")).ShouldBe((code, "0"));
        Text(dead, "ERROR_MESSAGE").ShouldNotBeNull().ShouldContain("is not authorized to perform");
        dead.Attributes.Keys.ShouldNotContain("EXHAUSTED_RETRY_CONDITION");
    }

    [Fact]
    public void Without_the_right_to_tell_the_dead_letter_queue_the_event_is_lost()
    {
        using var events = Scheduled([], Allow("sns:Publish"));

        events.Pass(TimeSpan.FromMinutes(2));

        events.Take("dead").ShouldBeEmpty();
        events.Log.Lines.ShouldContain(line => line.Contains("It is lost: User: arn:aws:sts::111122223333:assumed-role/SchedulerRole/nightly is not authorized"));
    }

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sts:AssumeRole" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Service": "scheduler.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceArn": "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/nightly" } } }""", false)]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Service": "scheduler.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceArn": "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/default" } } }""", true)]
    [InlineData(Trust, true)]
    public void The_role_must_let_Scheduler_assume_it_when_the_schedule_is_made(string trust, bool accepted)
    {
        var start = () => Scheduled([], Everything, trust: trust).Dispose();

        if (accepted)
        {
            start.ShouldNotThrow();
        }
        else
        {
            start.ShouldThrow<RefusedException>().Message.ShouldContain("must allow AWS EventBridge Scheduler to assume the role");
        }
    }

    [Fact]
    public void A_full_disk_is_told_and_what_could_not_fire_fires_later()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var database = Database.Open(null);
        var log = new ListLogger<Schedules>();
        var fired = new List<DateTimeOffset>();
        var full = true;
        using var schedules = new Schedules(
            database,
            [new("arn", "rate(5 minutes)", ScheduleExpression.Parse("rate(5 minutes)"), due =>
            {
                if (full)
                {
                    throw new IOException("The disk is full.");
                }

                fired.Add(due);
            })],
            time,
            log);
        schedules.Start();

        time.Advance(TimeSpan.FromMinutes(5));
        (fired.Count, log.Lines.Count).ShouldBe((0, 1));
        full = false;
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(4));

        string.Join(' ', fired.Select(due => due.ToString("HH:mm", CultureInfo.InvariantCulture))).ShouldBe("12:05 12:10");
    }

    private static string Allow(string action) => $$"""{ "Effect": "Allow", "Action": "{{action}}", "Resource": "*" }""";

    private static string? Text(ReceivedMessage message, string attribute) => message.Attributes[attribute].StringValue;

    private static DeliveryFixture Scheduled(
        string[] faults,
        string statement,
        string target = DeliveryFixture.Queue,
        string retry = "{}",
        string trust = Trust,
        string? directory = null,
        TimeSpan startsAfter = default)
    {
        var isBus = target.Contains("Bus", StringComparison.Ordinal);
        var input = isBus ? "{}" : "attempt <aws.scheduler.attempt-number> for <aws.scheduler.scheduled-time>";
        return new(
            faults,
            directory: directory,
            startsAfter: startsAfter,
            more: $$"""
                , "News": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "news" } },
                "Role": {
                  "Type": "AWS::IAM::Role",
                  "Properties": {
                    "RoleName": "SchedulerRole", "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": {{trust}} },
                    "Policies": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement": {{statement}} } } ]
                  }
                },
                "Nightly": {
                  "Type": "AWS::Scheduler::Schedule",
                  "Properties": {
                    "Name": "nightly", "ScheduleExpression": "at(2026-03-01T12:01:00)", "FlexibleTimeWindow": { "Mode": "OFF" },
                    "Target": {
                      "Arn": {{target}}, "RoleArn": { "Fn::GetAtt": ["Role", "Arn"] }, "Input": "{{input}}", "RetryPolicy": {{retry}},
                      "DeadLetterConfig": { "Arn": {{DeliveryFixture.Dead}} }
                      {{(isBus ? ", \"EventBridgeParameters\": { \"Source\": \"cron\", \"DetailType\": \"Nightly\" }" : "")}}
                    }
                  }
                }
                """);
    }
}
