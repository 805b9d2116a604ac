using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SensorWatch.Contracts;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class DetectSilenceTests
{
    private readonly AlertScene _scene = new();

    [Fact]
    public async Task A_sensor_that_reports_is_not_silent()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromSeconds(120));

        (await _scene.DetectAsync(AlertScene.Tick("t-1"))).ShouldBeEmpty();

        _scene.Stored.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sensor_that_should_have_reported_opens_one_alert_as_of_the_moment_it_was_due()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(10));

        foreach (var tick in new[] { "t-1", "t-1", "t-2" })
        {
            (await _scene.DetectAsync(AlertScene.Tick(tick))).ShouldBeEmpty();
            _scene.Time.Advance(TimeSpan.FromMinutes(1));
        }

        _scene.Metrics.Counted.ShouldBe([(BusinessMetric.AlertsOpened, 1)]);
        var alert = _scene.Stored.ShouldHaveSingleItem();
        alert.Alert.Kind.ShouldBe(AlertKind.Silence);
        alert.Alert.Severity.ShouldBe(Severity.Warning);
        alert.Alert.OpenedAt.ShouldBe(AlertScene.Start.AddMinutes(2));
        alert.Alert.Message.ShouldBe("No report since 2026-01-02T00:00:00Z; one is expected every 60 seconds");
        alert.Origin.ShouldBe(new("t-1", CausationId: null, Hops: 0));
        alert.Version.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_report_resolves_it_and_the_next_silence_is_another_alert()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        await _scene.DetectAsync(AlertScene.Tick("t-1"));

        await _scene.CheckAsync(_scene.Readings("e-2", 1, 20));
        _scene.Summary.ShouldBe(["Silence resolved"]);
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        await _scene.DetectAsync(AlertScene.Tick("t-2"));

        _scene.Summary.ShouldBe(["Silence resolved", "Silence open"]);
    }

    [Fact]
    public async Task A_report_that_was_made_before_and_comes_late_does_not_resolve_it()
    {
        await StartAsync();
        var late = _scene.Message("late", ReadingsRecorded.Example with { SensorId = "s-1" }, time: AlertScene.Start.AddMinutes(1));
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        await _scene.DetectAsync(AlertScene.Tick("t-1"));

        (await _scene.CheckAsync(late)).ShouldBeEmpty();

        _scene.Summary.ShouldBe(["Silence open"]);
    }

    [Fact]
    public async Task Old_readings_that_are_reported_now_are_a_report()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        await _scene.DetectAsync(AlertScene.Tick("t-1"));

        await _scene.CheckAsync(_scene.Message("e-2", ReadingsRecorded.Example with { SensorId = "s-1" }));

        _scene.Summary.ShouldBe(["Silence resolved"]);
    }

    [Fact]
    public async Task A_sensor_that_never_reported_is_silent_since_it_was_registered()
    {
        await _scene.RegisterAsync(expectedEvery: 60);
        await _scene.CheckAsync(_scene.Message("r-1", SensorRegistered.Example with { SensorId = "s-1" }));
        _scene.Time.Advance(TimeSpan.FromMinutes(3));

        await _scene.DetectAsync(AlertScene.Tick("t-1"));

        _scene.Stored.Single().Alert.Message.ShouldContain("since it was registered");
    }

    [Fact]
    public async Task When_it_is_no_longer_expected_the_alert_is_resolved()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        await _scene.DetectAsync(AlertScene.Tick("t-1"));

        await _scene.RegisterAsync(expectedEvery: null);
        await _scene.CheckAsync(_scene.Message("l-1", LimitsChanged.Example with { SensorId = "s-1" }));

        _scene.Summary.ShouldBe(["Silence resolved"]);
    }

    [Fact]
    public async Task A_longer_interval_that_judging_has_not_seen_yet_counts()
    {
        await StartAsync();
        await _scene.RegisterAsync(expectedEvery: 3600);
        _scene.Time.Advance(TimeSpan.FromMinutes(10));

        await _scene.DetectAsync(AlertScene.Tick("t-1"));

        _scene.Stored.ShouldBeEmpty();
        (await _scene.Alerts.GetSensorStateAsync("s-1", CancellationToken.None)).DueAt.ShouldBe(AlertScene.Start.AddHours(2));
    }

    [Fact]
    public async Task A_sensor_that_is_looked_at_early_is_found_well_and_silent_when_it_is()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        await _scene.CheckAsync(_scene.Readings("e-2", 1, 20));

        _scene.Time.Advance(TimeSpan.FromSeconds(90));
        await _scene.DetectAsync(AlertScene.Tick("t-1"));
        _scene.Stored.ShouldBeEmpty();
        (await _scene.Alerts.GetSensorStateAsync("s-1", CancellationToken.None)).DueAt.ShouldBe(AlertScene.Start.AddMinutes(3));

        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        await _scene.DetectAsync(AlertScene.Tick("t-2"));
        _scene.Stored.ShouldHaveSingleItem().Alert.OpenedAt.ShouldBe(AlertScene.Start.AddMinutes(3));
    }

    [Fact]
    public async Task A_report_that_is_faster_keeps_the_sensor_from_being_silent()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        var (before, message) = (_scene.Db.Writes, _scene.Readings("e-2", 1, 20));
        _scene.Db.BeforeWrite = write =>
        {
            if (write == before + 1)
            {
                _scene.CheckAsync(message).IsCompletedSuccessfully.ShouldBeTrue();
            }
        };

        (await _scene.DetectAsync(AlertScene.Tick("t-1"))).ShouldBeEmpty();

        _scene.Stored.ShouldBeEmpty();
        (_scene.Db.Writes - before).ShouldBe(2);
    }

    [Fact]
    public async Task All_silent_sensors_are_found_however_many_and_one_that_fails_keeps_none_from_it()
    {
        _scene.Db.PageSize = 3;
        for (var i = 0; i < 10; i++)
        {
            await _scene.RegisterAsync($"s-{i}", expectedEvery: 60);
            await _scene.CheckAsync(_scene.ReadingsOf($"s-{i}", $"e-{i}", 0, 20));
        }

        _scene.Time.Advance(TimeSpan.FromMinutes(10));
        _scene.Db.Client.GetItemAsync(Arg.Is<GetItemRequest>(r => r.Key.Values.Any(v => v.S == "state#s-4")), Arg.Any<CancellationToken>())
            .ThrowsAsync(new AmazonDynamoDBException("down"));

        (await _scene.DetectAsync(AlertScene.Tick("t-1"), AlertScene.Tick("t-2"))).ShouldBe(["m-t-1", "m-t-2"]);

        _scene.Stored.Select(alert => alert.Alert.Subject).ShouldBe(Enumerable.Range(0, 10).Where(i => i != 4).Select(i => $"s-{i}"));
    }

    [Fact]
    public async Task A_message_that_is_no_event_fails_alone()
    {
        await StartAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(10));

        (await _scene.DetectAsync(AlertScene.Message("poison", "?"), AlertScene.Tick("t-1"))).ShouldBe(["poison"]);

        _scene.Summary.ShouldBe(["Silence open"]);
    }

    /// <summary>A sensor that reports every minute has reported now.</summary>
    private async Task StartAsync()
    {
        await _scene.RegisterAsync(expectedEvery: 60);
        await _scene.CheckAsync(_scene.Readings("e-1", 0, 20));
    }
}
