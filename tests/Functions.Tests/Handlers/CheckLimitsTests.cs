using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class CheckLimitsTests
{
    private readonly AlertScene _scene = new();

    [Fact]
    public async Task A_reading_beyond_a_limit_opens_an_alert_and_one_back_inside_resolves_it()
    {
        await _scene.RegisterAsync();

        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 20, 32))).ShouldBeEmpty();
        var opened = _scene.Stored.ShouldHaveSingleItem();
        _scene.Metrics.Counted.ShouldBe([(BusinessMetric.AlertsOpened, 1)]);
        _scene.Context.Lines.Count.ShouldBe(2);
        _scene.Context.Lines[0].ShouldStartWith("Took ");
        _scene.Context.Lines[1].ShouldContain("c-e-1");
        (await _scene.CheckAsync(_scene.Readings("e-2", 2, 29))).ShouldBeEmpty();
        var resolved = _scene.Stored.ShouldHaveSingleItem();
        _scene.Metrics.Counted.ShouldBe([(BusinessMetric.AlertsOpened, 1), (BusinessMetric.AlertsResolved, 1)]);

        opened.Status.ShouldBe(AlertStatus.Open);
        opened.Alert.OpenedAt.ShouldBe(AlertScene.At(1));
        opened.Alert.Value.ShouldBe(32);
        opened.Origin.ShouldBe(new("c-e-1", "e-1", 1));
        resolved.Status.ShouldBe(AlertStatus.Resolved);
        resolved.Alert.ShouldBe(opened.Alert);
        resolved.Resolution!.At.ShouldBe(AlertScene.At(2));
        resolved.Origin.ShouldBe(new("c-e-2", "e-2", 1));
        resolved.Version.ShouldBe(2);
    }

    [Fact]
    public async Task An_alert_that_comes_and_goes_within_one_event_is_stored_as_resolved()
    {
        await _scene.RegisterAsync();

        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32, 20));

        _scene.Summary.ShouldBe(["HighWarning resolved"]);
        _scene.Stored.Single().Version.ShouldBe(1);
    }

    [Fact]
    public async Task Resolving_keeps_what_an_operator_said()
    {
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32));
        var alert = _scene.Stored.Single();
        await _scene.Alerts.TryPutAsync(
            alert with { Status = AlertStatus.Acknowledged, Acknowledgement = new(AlertScene.Start, "ada", "seen"), Version = 2 }, CancellationToken.None);

        await _scene.CheckAsync(_scene.Readings("e-2", 1, 20));

        var resolved = _scene.Stored.Single();
        resolved.Status.ShouldBe(AlertStatus.Resolved);
        resolved.Acknowledgement.ShouldBe(new(AlertScene.Start, "ada", "seen"));
        resolved.Version.ShouldBe(3);
    }

    [Fact]
    public async Task Readings_of_a_sensor_that_is_not_registered_open_nothing_and_are_judged_when_it_is()
    {
        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 99))).ShouldBeEmpty();
        _scene.Stored.ShouldBeEmpty();
        await _scene.RegisterAsync();

        (await _scene.CheckAsync(_scene.Message("e-2", SensorRegistered.Example with { SensorId = "s-1" }))).ShouldBeEmpty();

        _scene.Summary.ShouldBe(["HighCritical open", "HighWarning open"]);
        _scene.Stored.ShouldAllBe(alert => alert.Origin == new Origin("c-e-2", "e-2", 1));
    }

    [Fact]
    public async Task Changed_limits_judge_the_newest_reading_again()
    {
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32));
        var message = _scene.Message("e-2", LimitsChanged.Example with { SensorId = "s-1" });

        await _scene.RegisterAsync(limits: AlertScene.Limits with { HighWarning = 34 });
        (await _scene.CheckAsync(message)).ShouldBeEmpty();
        _scene.Summary.ShouldBe(["HighWarning resolved"]);
        await _scene.RegisterAsync(limits: AlertScene.Limits with { HighWarning = 31 });
        (await _scene.CheckAsync(_scene.Message("e-3", LimitsChanged.Example with { SensorId = "s-1" }))).ShouldBeEmpty();
        (await _scene.CheckAsync(message)).ShouldBeEmpty();

        _scene.Summary.ShouldBe(["HighWarning resolved", "HighWarning open"]);
    }

    [Fact]
    public async Task Limits_that_swing_at_one_instant_open_different_alerts()
    {
        // The reading is ahead of the clock, so the time of the change can't tell the alerts apart.
        await _scene.RegisterAsync();
        await _scene.CheckAsync(_scene.Readings("e-0", 63, 32));
        foreach (var (i, limit) in new[] { 34d, 31, 34, 31, 34 }.Index())
        {
            await _scene.RegisterAsync(limits: AlertScene.Limits with { HighWarning = limit });
            (await _scene.CheckAsync(_scene.Message($"c-{i}", LimitsChanged.Example with { SensorId = "s-1" }))).ShouldBeEmpty();
        }

        _scene.Summary.ShouldBe(["HighWarning resolved", "HighWarning resolved", "HighWarning resolved"]);
    }

    [Fact]
    public async Task Readings_in_another_unit_are_not_judged()
    {
        await _scene.RegisterAsync(unit: "K");

        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 99))).ShouldBeEmpty();
        (await _scene.CheckAsync(_scene.Message("e-2", LimitsChanged.Example with { SensorId = "s-1" }))).ShouldBeEmpty();

        _scene.Stored.ShouldBeEmpty();
    }

    [Fact]
    public async Task Messages_of_a_batch_are_judged_in_the_order_of_their_readings()
    {
        await _scene.RegisterAsync();

        await _scene.CheckAsync(_scene.Readings("e-3", 2, 32), _scene.Readings("e-1", 0, 32), _scene.Readings("e-2", 1, 20));

        _scene.Summary.ShouldBe(["HighWarning resolved", "HighWarning open"]);
    }

    [Fact]
    public async Task Readings_that_change_no_alert_are_one_plain_put_for_each_sensor_and_batch()
    {
        await _scene.RegisterAsync();
        var before = _scene.Db.Writes;

        await _scene.CheckAsync([.. Enumerable.Range(0, 10).Select(i => _scene.Readings($"e-{i}", i, 20))]);

        (_scene.Db.Writes - before).ShouldBe(1);
        _scene.Db.Transactions.ShouldBeEmpty();
        _scene.Db.Where(AlertTable.DonePrefix).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_readings_again_write_nothing()
    {
        await _scene.RegisterAsync();
        var message = _scene.Readings("e-1", 0, 32);
        await _scene.CheckAsync(message);
        var before = _scene.Db.Writes;

        (await _scene.CheckAsync(message, message)).ShouldBeEmpty();

        _scene.Db.Writes.ShouldBe(before);
    }

    [Fact]
    public async Task A_change_of_alerts_leaves_a_marker_that_expires()
    {
        await _scene.RegisterAsync();

        await _scene.CheckAsync(_scene.Readings("e-1", 0, 32));

        var marker = _scene.Db.Where(AlertTable.DonePrefix).ShouldHaveSingleItem();
        marker[AlertTable.PartitionKey].S.ShouldBe("done#CheckLimits#e-1");
        marker[AlertTable.TimeToLiveAttribute].N.ShouldBe((AlertScene.Start + AlertTable.MarkerLifetime).ToUnixTimeSeconds().ToString());
        _scene.Db.Transactions.ShouldBe([3]);
    }

    [Fact]
    public async Task When_another_is_faster_the_state_is_read_and_judged_again()
    {
        await _scene.RegisterAsync();
        var before = _scene.Db.Writes;
        BeFaster(before + 1, _scene.Readings("e-2", 1, 20));

        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 32))).ShouldBeEmpty();

        // The reading that it judged first has become a late one.
        _scene.Stored.ShouldBeEmpty();
        (_scene.Db.Writes - before).ShouldBe(2);
    }

    [Fact]
    public async Task When_another_is_faster_the_second_attempt_opens_the_alert()
    {
        await _scene.RegisterAsync();
        var before = _scene.Db.Writes;
        BeFaster(before + 1, _scene.Readings("e-1", 0, 20));

        (await _scene.CheckAsync(_scene.Readings("e-2", 1, 32))).ShouldBeEmpty();

        _scene.Summary.ShouldBe(["HighWarning open"]);
        (_scene.Db.Writes - before).ShouldBe(3);
    }

    [Fact]
    public async Task Two_who_judge_the_same_message_at_once_open_its_alert_once()
    {
        await _scene.RegisterAsync();
        var message = _scene.Readings("e-1", 0, 32);
        BeFaster(_scene.Db.Writes + 1, message);

        (await _scene.CheckAsync(message)).ShouldBeEmpty();

        _scene.Summary.ShouldBe(["HighWarning open"]);
        _scene.Stored.Single().Version.ShouldBe(1);
    }

    [Fact]
    public async Task What_has_a_marker_is_not_done_again()
    {
        await _scene.RegisterAsync();
        await _scene.Db.Client.PutItemAsync(new PutItemRequest
        {
            TableName = "alerts",
            Item = new() { ["id"] = new() { S = AlertTable.DoneKey("CheckLimits", "e-1") } },
            ConditionExpression = "attribute_not_exists(#id)",
            ExpressionAttributeNames = new() { ["#id"] = "id" },
        });

        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 32), _scene.Readings("e-2", 1, 36))).ShouldBeEmpty();

        _scene.Stored.ShouldAllBe(alert => alert.Alert.OpenedAt == AlertScene.At(1));
        _scene.Summary.ShouldBe(["HighCritical open", "HighWarning open"]);
    }

    [Fact]
    public async Task Who_is_never_fast_enough_gives_the_messages_back()
    {
        await _scene.RegisterAsync();
        await _scene.RegisterAsync("s-2");
        var before = _scene.Db.Writes;
        var minute = 0;
        _scene.Db.BeforeWrite = write =>
        {
            if ((write - before) % 2 == 1 && minute < AlertWriter.MaximumAttempts)
            {
                _scene.CheckAsync(_scene.Readings($"fast-{minute}", minute++, 20)).IsCompletedSuccessfully.ShouldBeTrue();
            }
        };

        (await _scene.CheckAsync(_scene.Readings("e-1", 30, 32), _scene.ReadingsOf("s-2", "e-2", 0, 32))).ShouldBe(["m-e-1"]);

        minute.ShouldBe(AlertWriter.MaximumAttempts);
        _scene.Stored.ShouldHaveSingleItem().Alert.Subject.ShouldBe("s-2");
        _scene.Context.Lines.ShouldContain(line => line.Contains("m-e-1"));
    }

    [Fact]
    public async Task When_DynamoDB_fails_for_one_sensor_the_others_are_judged()
    {
        await _scene.RegisterAsync();
        await _scene.RegisterAsync("s-2");
        _scene.Db.Client.GetItemAsync(Arg.Is<GetItemRequest>(r => r.Key.Values.Any(v => v.S == "state#s-1")), Arg.Any<CancellationToken>())
            .ThrowsAsync(new AmazonDynamoDBException("down"));

        (await _scene.CheckAsync(_scene.Readings("e-1", 0, 32), _scene.ReadingsOf("s-2", "e-2", 0, 32))).ShouldBe(["m-e-1"]);

        _scene.Stored.ShouldHaveSingleItem().Alert.Subject.ShouldBe("s-2");
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"1","source":"x","detail-type":"Other","detail":{}}""")]
    [InlineData("""{"id":"1","source":"sensorwatch.sensors","detail-type":"LimitsChanged","detail":{}}""")]
    public async Task A_message_that_cannot_be_read_fails_alone(string body)
    {
        await _scene.RegisterAsync();

        (await _scene.CheckAsync(AlertScene.Message("poison", body), _scene.Readings("e-1", 0, 32))).ShouldBe(["poison"]);

        _scene.Summary.ShouldBe(["HighWarning open"]);
    }

    [Fact]
    public async Task An_event_from_the_future_or_round_in_a_circle_fails()
    {
        await _scene.RegisterAsync();

        (await _scene.CheckAsync(
            _scene.Message("future", LimitsChanged.Example with { SensorId = "s-1" }, time: DateTimeOffset.MaxValue),
            _scene.Message("circle", LimitsChanged.Example with { SensorId = "s-1" }, hops: EventMetadata.MaximumHops),
            _scene.Message("unknown", LimitsChanged.Example with { SensorId = "s 1" }))).ShouldBe(["m-future", "m-circle", "m-unknown"]);
    }

    [Fact]
    public async Task An_event_that_changes_more_alerts_than_a_transaction_takes_is_written_in_parts()
    {
        await _scene.RegisterAsync();
        var swinging = Enumerable.Range(0, ReadingsRecorded.MaximumReadings).Select(i => i % 2 == 0 ? 40d : -40).ToArray();
        _scene.Time.Advance(TimeSpan.FromDays(1));
        var message = _scene.Readings("e-1", 0, swinging);

        (await _scene.CheckAsync(message)).ShouldBeEmpty();

        _scene.Stored.Count.ShouldBe(1000);
        _scene.Stored.Count(alert => alert.Status == AlertStatus.Open).ShouldBe(2);
        _scene.Db.Transactions.Count.ShouldBe(21);
        _scene.Db.Where(AlertTable.DonePrefix).Count().ShouldBe(21);
        var before = _scene.Db.Writes;
        (await _scene.CheckAsync(message)).ShouldBeEmpty();
        _scene.Db.Writes.ShouldBe(before);
    }

    [Fact]
    public async Task Parts_that_were_interrupted_are_taken_up_where_they_ended()
    {
        await _scene.RegisterAsync();
        var swinging = Enumerable.Range(0, ReadingsRecorded.MaximumReadings).Select(i => i % 2 == 0 ? 40d : -40).ToArray();
        _scene.Time.Advance(TimeSpan.FromDays(1));
        var message = _scene.Readings("e-1", 0, swinging);
        var failing = _scene.Db.Writes + 8;
        _scene.Db.BeforeWrite = write =>
        {
            if (write == failing)
            {
                throw new AmazonDynamoDBException("down");
            }
        };

        (await _scene.CheckAsync(message)).ShouldBe(["m-e-1"]);
        var partly = _scene.Stored;
        (await _scene.CheckAsync(message)).ShouldBeEmpty();

        partly.Count.ShouldBeInRange(1, 999);
        _scene.Stored.Count.ShouldBe(1000);
        _scene.Stored.ShouldAllBe(alert => alert.Version <= 2);
    }

    [Fact]
    public async Task A_sensor_that_is_waited_for_is_looked_at_two_intervals_after_every_other_report()
    {
        await _scene.RegisterAsync(expectedEvery: 60);
        await _scene.CheckAsync(_scene.Message("e-0", SensorRegistered.Example with { SensorId = "s-1" }));
        var looks = new List<double> { await DueAfterMinutesAsync() };

        foreach (var report in Enumerable.Range(1, 4))
        {
            _scene.Time.Advance(TimeSpan.FromMinutes(1));
            await _scene.CheckAsync(_scene.Readings($"e-{report}", report, 20));
            looks.Add(await DueAfterMinutesAsync());
        }

        looks.ShouldBe([2, 2, 4, 4, 6]);

        async Task<double> DueAfterMinutesAsync() =>
            ((await _scene.Alerts.GetSensorStateAsync("s-1", CancellationToken.None)).DueAt!.Value - AlertScene.Start).TotalMinutes;
    }

    /// <summary>Has another invocation judge a message, at the moment before a write.</summary>
    private void BeFaster(int write, Amazon.Lambda.SQSEvents.SQSEvent.SQSMessage message) => _scene.Db.BeforeWrite = number =>
    {
        if (number == write)
        {
            _scene.CheckAsync(message).IsCompletedSuccessfully.ShouldBeTrue();
        }
    };
}
