using System.Text.Json.Nodes;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Hosting;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Local.Tests.Topics;
using static SensorWatch.Local.Tests.Functions.AsynchronousFixture;
using static SensorWatch.Local.Tests.Functions.TestFunctions;

namespace SensorWatch.Local.Tests.Functions;

public class AsynchronousInvocationTests
{
    [Fact]
    public async Task A_failed_invocation_is_tried_again_after_one_and_two_minutes_with_the_same_request_id()
    {
        await using var fixture = new AsynchronousFixture().Start();
        fixture.Functions.Answer = _ => Failure();

        var requestId = fixture.Accept();
        await fixture.AfterAttemptAsync(1);
        fixture.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        fixture.Functions.Asynchronous.IsIdle.ShouldBeTrue();
        fixture.Functions.Calls.Count.ShouldBe(1);
        fixture.Advance(TimeSpan.FromMilliseconds(1));
        await fixture.AfterAttemptAsync(2);
        fixture.Advance(TimeSpan.FromMinutes(1));
        fixture.Functions.Asynchronous.IsIdle.ShouldBeTrue();
        fixture.Advance(TimeSpan.FromMinutes(1));
        await fixture.UntilDoneAsync();

        fixture.Functions.Calls.Select(call => call.RequestId).ShouldBe([requestId, requestId, requestId]);
    }

    [Fact]
    public async Task An_invocation_that_fails_for_good_is_told_to_its_destination_and_its_event_is_in_the_dead_letter_queue()
    {
        await using var fixture = new AsynchronousFixture(
            Config(retries: 1, onFailure: QueueFixture.Arn("told")),
            MappingFixture.Function() with { DeadLetterArn = QueueFixture.Arn("dead") }).Start();
        fixture.Functions.Answer = _ => Failure("no such sensor");

        var requestId = fixture.Accept("""{"n": 1}""");
        await fixture.AfterAttemptAsync(1);
        fixture.Advance(TimeSpan.FromMinutes(1));
        await fixture.UntilDoneAsync();

        JsonNode.DeepEquals(fixture.Record("told"), JsonNode.Parse($$"""
            {
              "version": "1.0", "timestamp": "2026-03-01T12:01:00.000Z",
              "requestContext": {
                "requestId": "{{requestId}}", "functionArn": "{{Arn("Handle")}}:$LATEST",
                "condition": "RetriesExhausted", "approximateInvokeCount": 2
              },
              "requestPayload": {"n": 1},
              "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
              "responsePayload": {"errorType": "Broken", "errorMessage": "no such sensor"}
            }
            """)).ShouldBeTrue();
        var dead = fixture.Message("dead");
        dead.Body.ShouldBe("""{"n": 1}""");
        dead.Attributes["RequestID"].StringValue.ShouldBe(requestId);
        dead.Attributes["ErrorCode"].ShouldBe(new("Number", "200"));
        dead.Attributes["ErrorMessage"].StringValue.ShouldBe("no such sensor");
    }

    [Fact]
    public async Task A_success_is_told_to_the_destination_for_successes_only()
    {
        await using var fixture = new AsynchronousFixture(Config(onSuccess: QueueFixture.Arn("told"), onFailure: QueueFixture.Arn("dead"))).Start();
        fixture.Functions.Answer = _ => Success("""{"stored":3}""");

        fixture.Accept();
        await fixture.UntilDoneAsync();

        var record = fixture.Record("told");
        record["requestContext"]!["condition"]!.GetValue<string>().ShouldBe("Success");
        record["requestContext"]!["approximateInvokeCount"]!.GetValue<int>().ShouldBe(1);
        record["responseContext"]!.AsObject().ContainsKey("functionError").ShouldBeFalse();
        record["responsePayload"]!["stored"]!.GetValue<int>().ShouldBe(3);
        fixture.Events.Queues.Receive("dead", 10).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_function_gets_the_record_as_its_event()
    {
        await using var fixture = new AsynchronousFixture(Config(onSuccess: Arn("Other"))).Start();

        var requestId = fixture.Accept();
        await fixture.UntilDoneAsync();

        var call = fixture.Functions.Calls.Last();
        call.Function.ShouldBe("Other");
        call.RequestId.ShouldNotBe(requestId);
        JsonNode.Parse(call.Payload)!["requestContext"]!["requestId"]!.GetValue<string>().ShouldBe(requestId);
    }

    [Fact]
    public async Task A_bus_gets_the_record_as_an_event_of_the_source_lambda()
    {
        await using var fixture = new AsynchronousFixture(Config(retries: 0, onFailure: EventFixture.BusArn("app"))).Start();
        fixture.Functions.Answer = _ => Failure();

        fixture.Accept();
        await fixture.UntilDoneAsync();

        var told = JsonNode.Parse(fixture.Events.Buses.ArchivedEvents("all").ShouldHaveSingleItem().Text)!;
        told["source"]!.GetValue<string>().ShouldBe("lambda");
        told["detail-type"]!.GetValue<string>().ShouldBe("Lambda Function Invocation Result - Failure");
        told["resources"]!.AsArray().Select(arn => arn!.GetValue<string>()).ShouldBe([$"{Arn("Handle")}:$LATEST", EventFixture.BusArn("app")]);
        told["detail"]!["requestPayload"]!["n"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_topic_gets_the_record_as_its_message()
    {
        await using var fixture = new AsynchronousFixture(Config(onSuccess: TopicFixture.TopicArn)).Start();

        fixture.Accept();
        await fixture.UntilDoneAsync();

        fixture.Topics.Messages(TopicFixture.TopicArn).ShouldHaveSingleItem().Message.ShouldContain("\"condition\":\"Success\"");
    }

    [Fact]
    public async Task A_throttled_invocation_is_tried_again_until_its_event_is_too_old()
    {
        await using var fixture = new AsynchronousFixture(Config(ageSeconds: 60, onFailure: QueueFixture.Arn("told"))).Start();
        fixture.Functions.Answer = _ => Throttled();

        fixture.Accept();
        for (var throttles = 1; throttles <= 6; throttles++)
        {
            await fixture.AfterAttemptAsync(0, throttles);
            fixture.Advance(TimeSpan.FromSeconds(Math.Pow(2, throttles - 1)));
        }

        await fixture.UntilDoneAsync();

        // At 0, 1, 3, 7, 15 and 31 s; the next would come at 63 s.
        fixture.Functions.Calls.Count.ShouldBe(6);
        var context = fixture.Record("told")["requestContext"]!;
        context["condition"]!.GetValue<string>().ShouldBe("EventAgeExceeded");
        context["approximateInvokeCount"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task A_function_without_any_concurrency_is_not_tried_again()
    {
        await using var fixture = new AsynchronousFixture(
            Config(onFailure: QueueFixture.Arn("told")), MappingFixture.Function() with { ReservedConcurrentExecutions = 0 }).Start();
        fixture.Functions.Answer = _ => Throttled();

        fixture.Accept();
        await fixture.UntilDoneAsync();

        fixture.Functions.Calls.ShouldHaveSingleItem();
        fixture.Record("told")["requestContext"]!["condition"]!.GetValue<string>().ShouldBe("ZeroReservedConcurrency");
    }

    [Fact]
    public async Task What_was_accepted_is_there_after_a_restart_with_the_attempts_it_had()
    {
        using var folder = new TemporaryFolder();
        string requestId;
        await using (var before = new AsynchronousFixture(dataDirectory: folder.Path).Start())
        {
            before.Functions.Answer = _ => Failure();
            requestId = before.Accept();
            await before.AfterAttemptAsync(1);
        }

        await using var after = new AsynchronousFixture(Config(onFailure: QueueFixture.Arn("told")), dataDirectory: folder.Path);
        after.Advance(TimeSpan.FromHours(1));
        after.Functions.Answer = _ => Failure();
        after.Start();
        await after.AfterAttemptAsync(2);
        after.Advance(TimeSpan.FromMinutes(2));
        await after.UntilDoneAsync();

        after.Functions.Calls.Select(call => call.RequestId).ShouldBe([requestId, requestId]);
        after.Record("told")["requestContext"]!["approximateInvokeCount"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task A_destination_that_takes_nothing_holds_nothing_up()
    {
        await using var fixture = new AsynchronousFixture(Config(onSuccess: QueueFixture.Arn("gone"))).Start();

        fixture.Accept();

        await fixture.UntilDoneAsync();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(8, 256)]
    [InlineData(9, 300)]
    [InlineData(5_000, 300)]
    public void Throttled_invocations_wait_twice_as_long_each_time_up_to_five_minutes(int throttles, int seconds)
    {
        var now = DateTimeOffset.UnixEpoch;
        var invocation = new AsynchronousInvocation
        {
            RequestId = "id",
            FunctionName = "Handle",
            Payload = default,
            AcceptedAt = now,
            DueAt = now,
            Throttles = throttles,
        };

        AsynchronousStep.After(invocation, Throttled(), new(MappingFixture.Function(), null), now).Next.DueAt.ShouldBe(now.AddSeconds(seconds));
    }
}
