using System.Text.Json.Nodes;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tests.Queues;
using static SensorWatch.Local.Tests.Mappings.MappingFixture;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class EventSourceMappingTests
{
    [Fact]
    public async Task A_message_is_handed_over_in_Lambdas_form_and_deleted_after_success()
    {
        await using var fixture = new MappingFixture(Mapping());
        var sent = fixture.Queues.Service.Send(QueueFixture.Arn("jobs"), new()
        {
            Body = "héllo \"x\" \ud83d\ude00",
            TraceHeader = "Root=1-2-3",
            Attributes = new Dictionary<string, MessageAttribute>
            {
                ["Text"] = MessageAttribute.Text("t"),
                ["Bytes"] = new("Binary", null, new byte[] { 1, 2 }),
            },
        });

        var invoked = await fixture.NextAsync();
        var record = invoked.Records.Single()!.AsObject();
        var milliseconds = fixture.Queues.Time.GetUtcNow().ToUnixTimeMilliseconds();
        record.Remove("receiptHandle", out var handle).ShouldBeTrue();
        handle!.GetValue<string>().ShouldNotBeEmpty();
        record.Remove("md5OfMessageAttributes", out var digest).ShouldBeTrue();
        digest!.GetValue<string>().Length.ShouldBe(32);
        JsonNode.DeepEquals(record, JsonNode.Parse($$$"""
            {
              "messageId": "{{{sent.MessageId}}}", "body": "héllo \"x\" \ud83d\ude00",
              "attributes": {
                "ApproximateReceiveCount": "1", "SentTimestamp": "{{{milliseconds}}}", "SenderId": "111122223333",
                "ApproximateFirstReceiveTimestamp": "{{{milliseconds}}}", "AWSTraceHeader": "Root=1-2-3" },
              "messageAttributes": {
                "Text": { "stringValue": "t", "stringListValues": [], "binaryListValues": [], "dataType": "String" },
                "Bytes": { "binaryValue": "AQI=", "stringListValues": [], "binaryListValues": [], "dataType": "Binary" } },
              "md5OfBody": "{{{sent.MD5OfBody}}}", "eventSource": "aws:sqs",
              "eventSourceARN": "arn:aws:sqs:eu-west-1:111122223333:jobs", "awsRegion": "eu-west-1"
            }
            """)).ShouldBeTrue(record.ToJsonString());

        invoked.Succeed();
        await fixture.StopAsync();
        fixture.Count().ShouldBe(new(0, 0, 0));
    }

    [Fact]
    public async Task A_batch_has_at_most_the_batch_size()
    {
        await using var mapping = new MappingFixture(Mapping(batchSize: 3) with { MaximumConcurrency = 2 });
        for (var i = 0; i < 7; i++)
        {
            mapping.Queues.Send("jobs", $"{i}");
        }

        var handed = new List<string>();
        while (handed.Count < 7)
        {
            var invoked = await mapping.NextAsync();
            invoked.Records.Count.ShouldBeLessThanOrEqualTo(3);
            handed.AddRange(invoked.Bodies);
            invoked.Succeed();
        }

        handed.Order().ShouldBe(Enumerable.Range(0, 7).Select(i => $"{i}"));
    }

    [Fact]
    public async Task A_disabled_mapping_hands_nothing_over()
    {
        await using var fixture = new MappingFixture(Mapping() with { Enabled = false });
        fixture.Queues.Send("jobs", "x");
        await fixture.StopAsync();

        fixture.NothingInvoked.ShouldBeTrue();
        fixture.Count().Visible.ShouldBe(1);
    }

    [Fact]
    public async Task No_more_batches_than_the_maximum_concurrency_are_in_flight()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 1) with { MaximumConcurrency = 2 });
        for (var i = 0; i < 4; i++)
        {
            fixture.Queues.Send("jobs", $"{i}");
        }

        var first = await fixture.NextAsync();
        var second = await fixture.NextAsync();
        fixture.Count().ShouldBe(new(Visible: 2, InFlight: 2, Delayed: 0), "messages wait in the queue, not in the poller");
        first.Succeed();
        var third = await fixture.NextAsync();
        fixture.NothingInvoked.ShouldBeTrue();
        second.Succeed();
        third.Succeed();
        (await fixture.NextAsync()).Succeed();
    }

    [Fact]
    public async Task Without_a_maximum_concurrency_five_batches_become_more_while_messages_wait()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 1));
        for (var i = 0; i < 11; i++)
        {
            fixture.Queues.Send("jobs", $"{i}");
        }

        var invoked = new List<Invoked>();
        while (invoked.Count < 5)
        {
            invoked.Add(await fixture.NextAsync());
        }

        fixture.Count().ShouldBe(new(Visible: 6, InFlight: 5, Delayed: 0));
        fixture.NothingInvoked.ShouldBeTrue();
        invoked.Add(await fixture.NextAsync(every: TimeSpan.FromSeconds(1)));
        while (invoked.Count < 10)
        {
            invoked.Add(await fixture.NextAsync());
        }

        invoked.Add(await fixture.NextAsync(every: TimeSpan.FromSeconds(1)));
        invoked.ForEach(one => one.Succeed());
    }

    [Fact]
    public async Task A_window_collects_messages_until_it_ends()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 100, windowSeconds: 5));
        fixture.Queues.Send("jobs", "1");
        await UntilAsync(() => fixture.Count().InFlight == 1);
        fixture.Queues.Send("jobs", "2");
        await UntilAsync(() => fixture.Count().InFlight == 2);
        fixture.NothingInvoked.ShouldBeTrue();

        var invoked = await fixture.NextAsync(every: TimeSpan.FromSeconds(1));

        invoked.Bodies.ShouldBe(["1", "2"]);
        invoked.Succeed();
    }

    [Fact]
    public async Task A_window_ends_at_once_when_the_batch_is_full()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 2, windowSeconds: 300));
        fixture.Queues.Send("jobs", "1");
        fixture.Queues.Send("jobs", "2");

        var invoked = await fixture.NextAsync();

        invoked.Bodies.ShouldBe(["1", "2"]);
        invoked.Succeed();
    }

    [Fact]
    public async Task A_batch_stays_within_Lambdas_payload_limit_as_it_is_on_the_wire()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 100, windowSeconds: 1));
        var quotes = new string('"', 600_000); // twice as long when escaped
        for (var i = 0; i < 8; i++)
        {
            fixture.Queues.Send("jobs", quotes);
        }

        var first = await fixture.NextAsync();
        first.Records.Count.ShouldBe(5);
        first.Bytes.ShouldBeInRange(6_000_000, 6_291_556);
        first.Succeed();

        var second = await fixture.NextAsync(every: TimeSpan.FromSeconds(1));
        second.Records.Count.ShouldBe(3);
        second.Records.ShouldAllBe(r => r!["attributes"]!["ApproximateReceiveCount"]!.GetValue<string>() == "1");
        second.Succeed();
    }

    [Fact]
    public async Task The_messages_of_a_failed_batch_come_back_after_their_visibility_and_at_last_go_to_the_dead_letter_queue()
    {
        await using var fixture = new MappingFixture(Mapping());
        fixture.Queues.Send("jobs", "poison");

        (await fixture.NextAsync()).Fail();
        fixture.Count().InFlight.ShouldBe(1);
        var again = await fixture.NextAsync(every: TimeSpan.FromSeconds(10));
        again.Records.Single()!["attributes"]!["ApproximateReceiveCount"]!.GetValue<string>().ShouldBe("2");
        again.Fail();
        fixture.Queues.Time.Advance(TimeSpan.FromSeconds(30));

        await UntilAsync(() => fixture.Count("dead").Visible == 1);
        fixture.NothingInvoked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_partial_failure_keeps_only_the_failed_messages()
    {
        await using var fixture = new MappingFixture(Mapping());
        SendTogether(fixture, "good", "bad");
        var invoked = await NextWith(fixture, "bad");

        invoked.Answer($$"""{"batchItemFailures":[{"itemIdentifier":"{{invoked.IdOf("bad")}}"}]}""");
        await fixture.StopAsync();

        fixture.Queues.Time.Advance(TimeSpan.FromSeconds(30));
        fixture.Queues.ReceiveBodies("jobs").ShouldBe(["bad"]);
    }

    [Fact]
    public async Task A_partial_failure_counts_as_success_where_the_mapping_does_not_ask_for_it()
    {
        await using var fixture = new MappingFixture(Mapping() with { ReportBatchItemFailures = false });
        SendTogether(fixture, "good", "bad");
        var invoked = await NextWith(fixture, "bad");

        invoked.Answer($$"""{"batchItemFailures":[{"itemIdentifier":"{{invoked.IdOf("bad")}}"}]}""");
        await fixture.StopAsync();

        fixture.Count().ShouldBe(new(0, 0, 0));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("null", true)]
    [InlineData("{}", true)]
    [InlineData("""{"batchItemFailures":[]}""", true)]
    [InlineData("""{"batchItemFailures":null}""", true)]
    [InlineData("""{"other":1}""", true)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":7}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"unknown"}]}""", false)]
    [InlineData("""{"batchItemFailures":[{"ItemIdentifier":"x"}]}""", false)]
    [InlineData("""{"batchItemFailures":[null]}""", false)]
    [InlineData("""{"batchItemFailures":["x"]}""", false)]
    [InlineData("""{"batchItemFailures":{}}""", false)]
    [InlineData("\"done\"", false)]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    public async Task A_malformed_answer_fails_the_whole_batch_and_an_empty_one_is_success(string answer, bool success)
    {
        await using var fixture = new MappingFixture(Mapping());
        fixture.Queues.Send("jobs", "x");

        (await fixture.NextAsync()).Answer(answer);
        await fixture.StopAsync();

        fixture.Count().InFlight.ShouldBe(success ? 0 : 1);
    }

    [Fact]
    public async Task A_throttled_invocation_lets_the_messages_come_back_and_their_receive_counts()
    {
        await using var fixture = new MappingFixture(Mapping());
        fixture.Queues.Send("jobs", "x");

        (await fixture.NextAsync()).Throttle();
        var again = await fixture.NextAsync(every: TimeSpan.FromSeconds(10));

        again.Records.Single()!["attributes"]!["ApproximateReceiveCount"]!.GetValue<string>().ShouldBe("2");
        again.Succeed();
    }

    [Fact]
    public async Task An_invocation_that_throws_loses_nothing_and_the_mapping_goes_on()
    {
        await using var fixture = new MappingFixture(Mapping());
        fixture.Queues.Send("jobs", "x");

        (await fixture.NextAsync()).Throw();
        (await fixture.NextAsync(every: TimeSpan.FromSeconds(10))).Succeed();
        await fixture.StopAsync();

        fixture.Count().ShouldBe(new(0, 0, 0));
        fixture.Log.Lines.ShouldContain("Invoking Handle for jobs failed");
    }

    [Fact]
    public async Task What_filters_reject_is_deleted_and_the_rest_is_handed_over()
    {
        await using var fixture = new MappingFixture(Mapping() with { Filters = [Filter("""{"body":{"kind":["a","b"]}}""")] });
        foreach (var body in new[] { """{"kind":"c"}""", "no JSON", """{"kind":"a"}""", "{\"kind\":" })
        {
            fixture.Queues.Send("jobs", body);
        }

        var invoked = await fixture.NextAsync();
        invoked.Bodies.ShouldBe(["""{"kind":"a"}"""]);
        invoked.Succeed();
        await UntilAsync(() => fixture.Count() == new MessageCounts(0, 0, 0));
        fixture.NothingInvoked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_filter_for_plain_strings_rejects_JSON()
    {
        await using var fixture = new MappingFixture(Mapping() with { Filters = [Filter("""{"body":["go","{}"]}""")] });
        fixture.Queues.Send("jobs", "{}");
        fixture.Queues.Send("jobs", "stop");
        fixture.Queues.Send("jobs", "go");

        var invoked = await fixture.NextAsync();
        invoked.Bodies.ShouldBe(["go"]);
        invoked.Succeed();
    }

    [Fact]
    public async Task Stopping_waits_for_batches_in_flight_and_takes_no_more()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 1) with { MaximumConcurrency = 2 });
        fixture.Queues.Send("jobs", "x");
        var invoked = await fixture.NextAsync();
        var stopping = fixture.StopAsync();
        fixture.Queues.Send("jobs", "y");
        stopping.IsCompleted.ShouldBeFalse();

        invoked.Succeed();
        await stopping;

        fixture.Count().ShouldBe(new(Visible: 1, InFlight: 0, Delayed: 0));
        fixture.NothingInvoked.ShouldBeTrue();
    }

    [Fact]
    public async Task Stopping_waits_only_so_long()
    {
        await using var fixture = new MappingFixture(Mapping());
        fixture.Queues.Send("jobs", "x");
        await fixture.NextAsync();

        var stopping = fixture.Mappings.StopAsync(TimeSpan.FromSeconds(10));
        stopping.IsCompleted.ShouldBeFalse();
        await UntilAsync(() =>
        {
            fixture.Queues.Time.Advance(TimeSpan.FromSeconds(1));
            return stopping.IsCompleted;
        });

        fixture.Log.Lines.ShouldContain(line => line.StartsWith("Stopped without waiting for Handle", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_gives_back_what_a_window_has_collected()
    {
        await using var fixture = new MappingFixture(Mapping(batchSize: 100, windowSeconds: 300));
        fixture.Queues.Send("jobs", "x");
        await UntilAsync(() => fixture.Count().InFlight == 1);

        await fixture.StopAsync();

        fixture.Count().Visible.ShouldBe(1);
        fixture.NothingInvoked.ShouldBeTrue();
    }

    private static JsonObject Filter(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>Sends messages so that one batch gets them.</summary>
    private static void SendTogether(MappingFixture fixture, params string[] bodies)
    {
        fixture.Queues.Database.Run(connection =>
        {
            foreach (var body in bodies)
            {
                fixture.Queues.Service.Send(connection, QueueFixture.Arn("jobs"), new() { Body = body });
            }
        });
        fixture.Queues.Service.Announce(QueueFixture.Arn("jobs"));
    }

    private static async Task<Invoked> NextWith(MappingFixture fixture, string body)
    {
        var invoked = await fixture.NextAsync();
        invoked.Bodies.ShouldContain(body);
        return invoked;
    }
}
