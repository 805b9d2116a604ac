using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Functions.Alerts;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class RecordSystemAlertTests
{
    private const string Name = "StoreReadings-dead-letters";

    private readonly AlertScene _scene = new();

    [Fact]
    public async Task ALARM_opens_a_critical_alert_and_OK_resolves_it()
    {
        (await _scene.AlarmAsync(AlertScene.Alarm("a-1", Name, "ALARM", 1))).ShouldBeEmpty();
        var opened = _scene.Stored.ShouldHaveSingleItem();
        (await _scene.AlarmAsync(AlertScene.Alarm("a-2", Name, "OK", 2))).ShouldBeEmpty();

        (opened.Alert.Kind, opened.Alert.Severity, opened.Alert.Subject, opened.Alert.Message)
            .ShouldBe((AlertKind.System, Severity.Critical, Name, "because ALARM"));
        opened.Alert.OpenedAt.ShouldBe(AlertScene.Start.AddSeconds(1));
        opened.Origin.ShouldBe(new("a-1", CausationId: null, Hops: 0));
        var resolved = _scene.Stored.ShouldHaveSingleItem();
        resolved.Resolution.ShouldBe(new(AlertScene.Start.AddSeconds(2), "because OK"));
        resolved.Origin.ShouldBe(new("a-2", CausationId: null, Hops: 0));
    }

    [Fact]
    public async Task INSUFFICIENT_DATA_changes_nothing()
    {
        await _scene.AlarmAsync(AlertScene.Alarm("a-1", Name, "ALARM", 1));
        var writes = _scene.Db.Writes;

        await _scene.AlarmAsync(AlertScene.Alarm("a-2", Name, "INSUFFICIENT_DATA", 2));

        _scene.Summary.ShouldBe(["System open"]);
        _scene.Db.Writes.ShouldBe(writes);
    }

    [Fact]
    public async Task An_ALARM_that_comes_after_the_OK_that_followed_it_opens_nothing()
    {
        await _scene.AlarmAsync(AlertScene.Alarm("a-2", Name, "OK", 2));
        await _scene.AlarmAsync(AlertScene.Alarm("a-1", Name, "ALARM", 1));

        _scene.Stored.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_of_a_batch_are_judged_in_the_order_of_time()
    {
        await _scene.AlarmAsync(AlertScene.Alarm("a-2", Name, "OK", 2), AlertScene.Alarm("a-1", Name, "ALARM", 1));

        _scene.Summary.ShouldBe(["System resolved"]);
    }

    [Fact]
    public async Task Alarms_are_judged_each_by_itself_whatever_their_names()
    {
        await _scene.AlarmAsync(AlertScene.Alarm("a-1", "errors / prod", "ALARM", 1), AlertScene.Alarm("a-2", "errors - prod", "ALARM", 1));
        await _scene.AlarmAsync(AlertScene.Alarm("a-3", "errors / prod", "OK", 2));

        _scene.Stored.Where(a => a.Status == AlertStatus.Open).Select(a => a.Alert.Subject).ShouldBe(["errors - prod"]);
        _scene.Stored.ShouldAllBe(a => Uri.EscapeDataString(a.Alert.AlertId) == a.Alert.AlertId);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_fails_alone()
    {
        var noTime = AlertScene.Alarm("a-0", Name, "ALARM", 1);
        noTime.Body = noTime.Body.Replace("2026-01-02T00", "yesterday", StringComparison.Ordinal);

        (await _scene.AlarmAsync(AlertScene.Message("poison", "{}"), noTime, AlertScene.Alarm("a-1", Name, "ALARM", 1))).ShouldBe(["poison", "m-a-0"]);

        _scene.Summary.ShouldBe(["System open"]);
    }

    [Fact]
    public void Without_a_time_of_its_own_the_events_counts()
    {
        var @event = new AwsEvent<AlarmStateChange>
        {
            Id = "a-1",
            Source = "aws.cloudwatch",
            DetailType = "CloudWatch Alarm State Change",
            Time = AlertScene.Start,
            Detail = AlarmStateChange.Example with { State = new() { Value = "ALARM" } },
        };

        AlarmJudge.TimeOf(@event).ShouldBe(AlertScene.Start);
        AlarmJudge.TimeOf(@event with { Detail = AlarmStateChange.Example }).ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    }

    [Fact]
    public async Task However_changes_are_shuffled_and_repeated_the_alerts_are_those_of_the_changes_that_came_in_time() =>
        await Gen.OneOf(Gen.Const("ALARM"), Gen.Const("OK"), Gen.Const("INSUFFICIENT_DATA")).Array[1, 10]
            .SelectMany(values => Gen.Shuffle(Enumerable.Range(0, values.Length).Concat(Enumerable.Range(0, values.Length)).ToArray()).Select(order => (values, order)))
            .SampleAsync(
                async input =>
                {
                    var (values, order) = input;
                    var scene = new AlertScene();
                    var (newest, open, expected) = (-1, false, new List<string>());
                    foreach (var i in order)
                    {
                        await scene.AlarmAsync(AlertScene.Alarm($"a-{i}", Name, values[i], i));
                        if (i > newest && values[i] != "INSUFFICIENT_DATA")
                        {
                            newest = i;
                            if (values[i] == "ALARM" && !open)
                            {
                                expected.Add("System open");
                            }
                            else if (values[i] == "OK" && open)
                            {
                                expected[^1] = "System resolved";
                            }

                            open = values[i] == "ALARM";
                        }
                    }

                    scene.Summary.ShouldBe(expected);
                },
                iter: 200);
}
