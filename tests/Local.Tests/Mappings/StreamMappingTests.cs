using System.Text.Json.Nodes;
using static SensorWatch.Local.Tests.Mappings.StreamFixture;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class StreamMappingTests
{
    [Fact]
    public async Task A_change_is_handed_over_in_Lambdas_form()
    {
        await using var fixture = new StreamFixture(Mapping());
        fixture.PutItem(JsonNode.Parse("""{"id": {"S": "ä\"1"}, "n": {"N": "1"}}""")!.AsObject());

        var invoked = await fixture.NextAsync();
        var record = invoked.Records.Single()!.AsObject();
        record.Remove("eventID", out var eventId).ShouldBeTrue();
        eventId!.GetValue<string>().ShouldNotBeEmpty();
        JsonNode.DeepEquals(record, JsonNode.Parse($$$"""
            {
              "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "eu-north-1",
              "dynamodb": {
                "ApproximateCreationDateTime": {{{fixture.Queues.Time.GetUtcNow().ToUnixTimeSeconds()}}},
                "Keys": {"id": {"S": "ä\"1"}}, "NewImage": {"id": {"S": "ä\"1"}, "n": {"N": "1"}},
                "SequenceNumber": "{{{invoked.SequenceNumbers.Single()}}}", "SizeBytes": 15, "StreamViewType": "NEW_AND_OLD_IMAGES" },
              "eventSourceARN": "{{{Things.StreamArn}}}"
            }
            """)).ShouldBeTrue(record.ToJsonString());
        invoked.Succeed();
    }

    [Fact]
    public async Task Batches_come_in_order_one_after_the_other()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2", "3", "4", "5");
        fixture.Start(Mapping(batchSize: 2));

        var first = await fixture.NextAsync();
        fixture.NothingInvoked.ShouldBeTrue("the next batch waits for the one before");
        first.Ids.ShouldBe(["1", "2"]);
        first.Succeed();
        var second = await fixture.NextAsync();
        second.Ids.ShouldBe(["3", "4"]);
        second.Succeed();
        var third = await fixture.NextAsync();
        third.Ids.ShouldBe(["5"]);
        fixture.IsIdle.ShouldBeFalse();
        third.Succeed();
        await fixture.UntilIdleAsync();
    }

    [Fact]
    public async Task LATEST_leaves_out_what_was_there_before()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("old");
        fixture.Start(Mapping() with { StartingPosition = "LATEST" });
        fixture.IsIdle.ShouldBeTrue();
        fixture.Put("new");

        var invoked = await fixture.NextAsync();
        invoked.Ids.ShouldBe(["new"]);
        invoked.Succeed();
    }

    [Fact]
    public async Task A_window_gathers_records_until_it_ends()
    {
        await using var fixture = new StreamFixture(Mapping() with { MaximumBatchingWindowSeconds = 5 });
        fixture.Put("1");
        fixture.Put("2");
        fixture.NothingInvoked.ShouldBeTrue();

        var invoked = await fixture.NextAsync(every: TimeSpan.FromSeconds(1));

        invoked.Ids.ShouldBe(["1", "2"]);
        invoked.Succeed();
    }

    [Fact]
    public async Task A_window_ends_at_once_when_the_batch_is_full()
    {
        await using var fixture = new StreamFixture(Mapping(batchSize: 2) with { MaximumBatchingWindowSeconds = 300 });
        fixture.Put("1", "2");

        var invoked = await fixture.NextAsync();
        invoked.Ids.ShouldBe(["1", "2"]);
        invoked.Succeed();
    }

    [Fact]
    public async Task An_event_stays_below_six_megabytes()
    {
        await using var fixture = new StreamFixture();
        for (var i = 0; i < 20; i++)
        {
            fixture.PutItem(new JsonObject
            {
                ["id"] = new JsonObject { ["S"] = $"{i:D2}" },
                ["text"] = new JsonObject { ["S"] = new string('x', 390_000) },
            });
        }

        fixture.Start(Mapping());

        var first = await fixture.NextAsync();
        first.Bytes.ShouldBeInRange(5_800_000, 6_291_556);
        first.Succeed();
        var second = await fixture.NextAsync();
        first.Ids.Concat(second.Ids).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i:D2}"));
        second.Succeed();
    }

    [Fact]
    public async Task Records_that_no_filter_lets_through_are_passed_over()
    {
        var mapping = Mapping() with
        {
            Filters =
            [
                JsonNode.Parse("""{"eventName": ["INSERT"], "dynamodb": {"Keys": {"id": {"S": [{"prefix": "a"}]}}}}""")!.AsObject(),
            ],
        };
        await using var fixture = new StreamFixture(mapping);
        fixture.Put("b1", "a1", "a1", "b2", "a2", "b3");

        List<string> ids = [];
        while (ids.Count < 2)
        {
            var invoked = await fixture.NextAsync();
            ids.AddRange(invoked.Ids);
            invoked.Succeed();
        }

        ids.ShouldBe(["a1", "a2"], "the second a1 is a MODIFY");
        await fixture.UntilIdleAsync();
        fixture.NothingInvoked.ShouldBeTrue();
    }

    [Fact]
    public async Task A_restart_goes_on_behind_the_last_batch_that_was_done()
    {
        await using var fixture = new StreamFixture();
        fixture.Put("1", "2", "3");
        fixture.Start(Mapping(batchSize: 1));
        (await fixture.NextAsync()).Succeed();
        var second = await fixture.NextAsync();
        second.Ids.ShouldBe(["2"]);
        await fixture.AbandonAsync();

        fixture.Start(Mapping(batchSize: 10) with { StartingPosition = "LATEST" });

        var again = await fixture.NextAsync();
        again.Ids.ShouldBe(["2", "3"]);
        again.Succeed();
        await fixture.StopAsync();
        fixture.Start(Mapping());
        fixture.IsIdle.ShouldBeTrue();
    }

    [Fact]
    public async Task Another_parallelization_factor_leaves_nothing_out()
    {
        await using var fixture = new StreamFixture(Mapping());
        fixture.Put("1");
        (await fixture.NextAsync()).Succeed();
        await fixture.StopAsync();
        fixture.Put("2", "3", "4", "5");

        fixture.Start(Mapping() with { ParallelizationFactor = 4 });

        List<string> ids = [];
        while (ids.Count < 4)
        {
            var invoked = await fixture.NextAsync();
            ids.AddRange(invoked.Ids);
            invoked.Succeed();
        }

        ids.Order().ShouldBe(["2", "3", "4", "5"]);
    }

    [Fact]
    public async Task A_disabled_mapping_hands_nothing_over()
    {
        await using var fixture = new StreamFixture(Mapping() with { Enabled = false });
        fixture.Put("1");
        await fixture.StopAsync();

        fixture.NothingInvoked.ShouldBeTrue();
    }
}
