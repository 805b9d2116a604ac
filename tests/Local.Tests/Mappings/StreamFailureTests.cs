using System.Text.Json.Nodes;
using static SensorWatch.Local.Tests.Mappings.StreamFixture;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class StreamFailureTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_batch_that_failed_is_tried_again_after_a_while_and_holds_up_what_is_behind_it()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2", "3");
        fixture.Start(Mapping(batchSize: 2));
        (await fixture.NextAsync()).Fail();

        fixture.NothingInvoked.ShouldBeTrue();
        fixture.IsIdle.ShouldBeFalse();
        var again = await fixture.NextAsync(every: Second);
        again.Ids.ShouldBe(["1", "2"]);
        again.Succeed();
        var next = await fixture.NextAsync();
        next.Ids.ShouldBe(["3"]);
        next.Succeed();
    }

    [Fact]
    public async Task A_batch_that_fails_too_often_is_reported_and_passed_over()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2", "3");
        var written = fixture.Queues.Time.GetUtcNow();
        fixture.Start(Mapping(batchSize: 2) with { MaximumRetryAttempts = 2 });

        var first = await fixture.NextAsync();
        first.Fail();
        (await fixture.NextAsync(every: Second)).Fail();
        (await fixture.NextAsync(every: Second)).Fail();
        var behind = await fixture.NextAsync();

        behind.Ids.ShouldBe(["3"]);
        behind.Succeed();
        var failure = fixture.Failures().ShouldHaveSingleItem();
        JsonNode.DeepEquals(failure, JsonNode.Parse($$"""
            {
              "requestContext": {
                "requestId": "request", "functionArn": "{{MappingFixture.Function().Arn}}",
                "condition": "RetryAttemptsExhausted", "approximateInvokeCount": 3 },
              "responseContext": { "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled" },
              "version": "1.0", "timestamp": "{{fixture.Queues.Time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}}",
              "DDBStreamBatchInfo": {
                "shardId": "{{failure["DDBStreamBatchInfo"]!["shardId"]}}",
                "startSequenceNumber": "{{first.SequenceNumbers[0]}}", "endSequenceNumber": "{{first.SequenceNumbers[1]}}",
                "approximateArrivalOfFirstRecord": "{{written.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}",
                "approximateArrivalOfLastRecord": "{{written.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}",
                "batchSize": 2, "streamArn": "{{Things.StreamArn}}" }
            }
            """)).ShouldBeTrue(failure.ToJsonString());
        failure["DDBStreamBatchInfo"]!["shardId"]!.GetValue<string>().ShouldMatch("^shardId-[0-9]{20}-[0-9a-f]{8}$");
    }

    [Fact]
    public async Task A_restart_goes_on_with_the_retries_that_a_batch_had()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2");
        var mapping = Mapping() with { MaximumRetryAttempts = 1 };
        fixture.Start(mapping);
        (await fixture.NextAsync()).Fail();
        await fixture.StopAsync();
        fixture.Put("3");

        fixture.Start(mapping);
        var again = await fixture.NextAsync();
        again.Ids.ShouldBe(["1", "2"]);
        again.Fail();
        var behind = await fixture.NextAsync();
        behind.Ids.ShouldBe(["3"]);
        behind.Succeed();

        fixture.Failures().ShouldHaveSingleItem()["requestContext"]!["approximateInvokeCount"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_destination_a_batch_that_fails_too_often_is_passed_over()
    {
        await using var fixture = new StreamFixture(Mapping(batchSize: 1) with { MaximumRetryAttempts = 0, OnFailureDestinationArn = null });
        fixture.Put("1", "2");
        (await fixture.NextAsync()).Fail();

        var next = await fixture.NextAsync();
        next.Ids.ShouldBe(["2"]);
        next.Succeed();
        fixture.Failures().ShouldBeEmpty();
    }

    [Fact]
    public async Task Bisecting_isolates_a_poison_record()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2", "3", "poison", "5");
        fixture.Start(Mapping() with { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 1 });

        List<string> done = [];
        var poisonAlone = 0;
        while (done.Count < 4)
        {
            var invoked = await fixture.NextAsync(every: poisonAlone > 0 ? Second : null);
            if (!invoked.Ids.Contains("poison"))
            {
                done.AddRange(invoked.Ids);
                invoked.Succeed();
                continue;
            }

            poisonAlone += invoked.Records.Count == 1 ? 1 : 0;
            invoked.Fail();
        }

        done.ShouldBe(["1", "2", "3", "5"]);
        poisonAlone.ShouldBe(2, "splitting uses up no retry");
        await fixture.UntilIdleAsync();
        var failure = fixture.Failures().ShouldHaveSingleItem();
        failure["DDBStreamBatchInfo"]!["batchSize"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_partial_failure_moves_the_checkpoint_to_the_lowest_record_that_failed()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2", "3", "4");
        fixture.Start(Mapping() with { MaximumRetryAttempts = 1 });
        var first = await fixture.NextAsync();
        first.FailItems(first.SequenceNumbers[3], first.SequenceNumbers[1]);

        var again = await fixture.NextAsync(every: Second);
        again.Ids.ShouldBe(["2", "3", "4"]);
        await fixture.AbandonAsync();
        fixture.Start(Mapping());

        var afterRestart = await fixture.NextAsync();
        afterRestart.Ids.ShouldBe(["2", "3", "4"]);
        afterRestart.Succeed();
    }

    [Fact]
    public async Task Without_ReportBatchItemFailures_the_answer_is_not_looked_at()
    {
        await using var fixture = new StreamFixture(Mapping() with { ReportBatchItemFailures = false });
        fixture.Put("1");
        var first = await fixture.NextAsync();
        first.FailItems([.. first.SequenceNumbers]);

        await fixture.UntilIdleAsync();
        fixture.NothingInvoked.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":[{"wrong":"1"}]}""")]
    public async Task A_malformed_answer_fails_the_whole_batch(string answer)
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2");
        fixture.Start(Mapping());
        (await fixture.NextAsync()).Answer(answer);

        var again = await fixture.NextAsync(every: Second);
        again.Ids.ShouldBe(["1", "2"]);
        again.Answer("null");
        await fixture.UntilIdleAsync();
    }

    [Fact]
    public async Task A_throttled_batch_is_tried_again_and_uses_up_no_retry()
    {
        await using var fixture = new StreamFixture(Mapping() with { MaximumRetryAttempts = 0 });
        fixture.Put("1");
        (await fixture.NextAsync()).Throttle();
        (await fixture.NextAsync(every: Second)).Throttle();
        (await fixture.NextAsync(every: Second)).Throw();

        var again = await fixture.NextAsync(every: Second);
        again.Ids.ShouldBe(["1"]);
        again.Succeed();
        await fixture.UntilIdleAsync();
        fixture.Failures().ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_the_records_that_are_too_old_are_given_up()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("old");
        fixture.Queues.Time.Advance(TimeSpan.FromSeconds(50));
        fixture.Put("young");
        fixture.Start(Mapping() with { MaximumRecordAgeSeconds = 60 });
        (await fixture.NextAsync()).Fail();

        var invoked = await fixture.NextAsync(every: TimeSpan.FromSeconds(10));

        invoked.Ids.ShouldBe(["young"]);
        invoked.Succeed();
        var failure = fixture.Failures().ShouldHaveSingleItem();
        failure["requestContext"]!["condition"]!.GetValue<string>().ShouldBe("RecordAgeExceeded");
        failure["requestContext"]!["approximateInvokeCount"]!.GetValue<int>().ShouldBe(1);
        failure["DDBStreamBatchInfo"]!["batchSize"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_record_blocks_for_as_long_as_the_stream_keeps_it_at_most()
    {
        await using var fixture = new StreamFixture(Mapping());
        fixture.Put("1");
        (await fixture.NextAsync()).Fail();
        fixture.Queues.Time.Advance(TimeSpan.FromHours(24));
        fixture.Put("2");

        var next = await fixture.NextAsync();

        next.Ids.ShouldBe(["2"]);
        next.Succeed();
        fixture.Failures().ShouldHaveSingleItem()["requestContext"]!["condition"]!.GetValue<string>().ShouldBe("RecordAgeExceeded");
    }
}
