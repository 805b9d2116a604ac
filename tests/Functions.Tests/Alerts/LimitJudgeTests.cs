using CsCheck;
using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;

namespace SensorWatch.Functions.Tests.Alerts;

public sealed class LimitJudgeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Limits Limits = new() { LowCritical = -10, LowWarning = 0, HighWarning = 30, HighCritical = 35, Hysteresis = 1 };

    private static readonly SensorState Unknown = new() { SensorId = "s-1" };

    private static readonly Gen<Reading[]> AnySeries =
        Gen.Select(Gen.Int[0, 1000], Gen.Double[-15, 40]).Array[0, 60]
            .Select(pairs => pairs.DistinctBy(p => p.Item1).Select(p => new Reading(Start.AddMinutes(p.Item1), p.Item2)).ToArray());

    [Fact]
    public void A_value_that_swings_about_a_limit_opens_one_alert()
    {
        var swinging = Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 30.4 : 29.6);

        Judge(Series([.. swinging])).ShouldBe(["open HighWarning"]);
    }

    [Fact]
    public void An_alert_is_resolved_when_the_value_is_back_inside_by_the_hysteresis() =>
        Judge(Series([31, 29.1, 29, 31])).ShouldBe(["open HighWarning", "resolve HighWarning", "open HighWarning"]);

    [Theory]
    [InlineData(36, "open HighWarning", "open HighCritical")]
    [InlineData(35, "open HighWarning")]
    [InlineData(30)]
    [InlineData(0)]
    [InlineData(-0.1, "open LowWarning")]
    [InlineData(-10.1, "open LowCritical", "open LowWarning")]
    public void Each_limit_is_judged_by_itself(double value, params string[] changes) =>
        Judge(Series([value])).ShouldBe(changes);

    [Fact]
    public void A_limit_that_is_not_set_is_not_watched() =>
        Names(LimitJudge.Judge(Unknown, Limits.None, Data(Series([1e9]))).Changes).ShouldBeEmpty();

    [Fact]
    public void A_late_reading_neither_opens_nor_resolves()
    {
        var (state, _) = LimitJudge.Judge(Unknown, Limits, Data(Series([36, 36])));

        var (after, changes) = LimitJudge.Judge(state, Limits, Data([new(Start.AddSeconds(1), 20), new(Start.AddMinutes(-1), -50)]));

        changes.ShouldBeEmpty();
        after.ShouldBe(state);
    }

    [Fact]
    public void The_order_within_an_event_makes_no_difference() =>
        AnySeries.SelectMany(series => Gen.Shuffle(series).Select(shuffled => (series, shuffled))).Sample((series, shuffled) =>
        {
            var (state, changes) = LimitJudge.Judge(Unknown, Limits, Data(series));
            var (otherState, otherChanges) = LimitJudge.Judge(Unknown, Limits, Data(shuffled));

            otherChanges.ShouldBe(changes);
            otherState.ShouldBe(state with { OpenAlerts = otherState.OpenAlerts });
            otherState.OpenAlerts.ShouldBe(state.OpenAlerts);
        });

    [Fact]
    public void However_a_series_is_divided_and_repeated_the_changes_are_the_same() =>
        Gen.Select(AnySeries, Gen.Int[1, 7]).Sample((series, size) =>
        {
            var once = LimitJudge.Judge(Unknown, Limits, Data(series)).Changes;

            var state = Unknown;
            var changes = new List<AlertChange>();
            foreach (var part in series.OrderBy(r => r.Time).Chunk(size).SelectMany(part => new[] { part, part }))
            {
                (state, var more) = LimitJudge.Judge(state, Limits, Data(part));
                changes.AddRange(more);
            }

            changes.ShouldBe(once);
        });

    [Fact]
    public void Parts_in_any_order_change_alerts_only_by_readings_that_are_newer_than_all_judged_before() =>
        AnySeries.SelectMany(Gen.Shuffle).Sample(arrivals =>
        {
            var state = Unknown;
            var changes = new List<AlertChange>();
            foreach (var arrival in arrivals.SelectMany(r => new[] { r, r }))
            {
                (state, var more) = LimitJudge.Judge(state, Limits, Data([arrival]));
                changes.AddRange(more);
            }

            // The rule, said another way: what arrives late might as well never have come.
            var newest = Start.AddDays(-1);
            var inTime = arrivals.Where(r => r.Time > newest && (newest = r.Time) == r.Time).ToArray();
            changes.ShouldBe(LimitJudge.Judge(Unknown, Limits, Data(inTime)).Changes);
        });

    [Fact]
    public void An_alert_opens_only_when_closed_and_resolves_only_when_open() =>
        AnySeries.Sample(series =>
        {
            var open = new HashSet<string>();
            foreach (var change in LimitJudge.Judge(Unknown, Limits, Data(series)).Changes)
            {
                (change switch
                {
                    AlertChange.Opened opened => open.Add(opened.Alert.AlertId),
                    AlertChange.Resolved resolved => open.Remove(resolved.AlertId),
                    _ => false,
                }).ShouldBeTrue();
            }
        });

    [Fact]
    public void Changed_limits_judge_the_newest_reading_again()
    {
        var (state, _) = LimitJudge.Judge(Unknown, Limits, Data(Series([32])));

        Names(LimitJudge.JudgeAgain(state, Limits with { HighWarning = 34 }, "Cel", Start.AddDays(1)).Changes).ShouldBe(["resolve HighWarning"]);
        Names(LimitJudge.JudgeAgain(state, Limits with { HighWarning = null }, "Cel", Start.AddDays(1)).Changes).ShouldBe(["resolve HighWarning"]);
        Names(LimitJudge.JudgeAgain(state, Limits with { HighCritical = 31 }, "Cel", Start.AddDays(1)).Changes).ShouldBe(["open HighCritical"]);
        Names(LimitJudge.JudgeAgain(Unknown, Limits, "Cel", Start.AddDays(1)).Changes).ShouldBeEmpty();
    }

    private static string[] Judge(Reading[] readings) => Names(LimitJudge.Judge(Unknown, Limits, Data(readings)).Changes);

    private static string[] Names(IEnumerable<AlertChange> changes) =>
    [
        .. changes.Select(change => change switch
        {
            AlertChange.Opened opened => $"open {opened.Alert.Limit}",
            AlertChange.Resolved resolved => $"resolve {resolved.AlertId.Split('~')[1]}",
            _ => throw new InvalidOperationException(change.ToString()),
        }),
    ];

    private static Reading[] Series(double[] values) => [.. values.Select((value, i) => new Reading(Start.AddMinutes(i), value))];

    private static ReadingsRecorded Data(Reading[] readings) => new() { SensorId = "s-1", Unit = "Cel", Readings = readings };
}
