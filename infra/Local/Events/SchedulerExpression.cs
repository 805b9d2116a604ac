using System.Globalization;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// When a schedule of EventBridge Scheduler fires: as a rule's, but in a time zone, once (<c>at(…)</c>), and from or until a date.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
/// </summary>
internal static class SchedulerExpression
{
    /// <summary>Reads a schedule's times.</summary>
    /// <exception cref="FormatException">Something is put wrong; the message says what.</exception>
    public static ScheduleExpression Parse(ScheduleResource schedule)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(schedule.TimeZone, out var zone))
        {
            throw new FormatException($"ScheduleExpressionTimezone '{schedule.TimeZone}' is no time zone: write it as Europe/Berlin.");
        }

        var (text, start, end) = (schedule.ScheduleExpression, Date(schedule.StartDate, "StartDate"), Date(schedule.EndDate, "EndDate"));
        if (text.StartsWith("at(", StringComparison.Ordinal) && text.EndsWith(')'))
        {
            // A schedule for once has neither start nor end.
            return new OneTime(ReadAt(text["at(".Length..^1], zone, text));
        }

        ScheduleExpression times = ScheduleExpression.Parse(text, anyUnit: true) switch
        {
            CronExpression cron => new ZonedCron(cron, zone, start),
            RateExpression rate => new StartingRate(rate.Period, start),
            var other => throw new FormatException($"'{other}' is neither a rate nor a cron."),
        };
        return end is { } last ? new Ending(times, last) : times;
    }

    private static DateTimeOffset ReadAt(string text, TimeZoneInfo zone, string expression) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall) && !zone.IsInvalidTime(wall)
            ? At(wall, zone)
            : throw new FormatException($"'{expression}' is no time in {zone.Id}: write it as at(2026-01-31T08:00:00).");

    private static DateTimeOffset? Date(string? text, string property) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date.ToUniversalTime()
        : throw new FormatException($"{property} '{text}' is no date: write it as 2026-01-31T08:00:00Z.");

    /// <summary>A wall clock's time; of one that comes twice, the first.</summary>
    private static DateTimeOffset At(DateTime wall, TimeZoneInfo zone) =>
        new DateTimeOffset(wall, zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall)).ToUniversalTime();

    private sealed record OneTime(DateTimeOffset When) : ScheduleExpression
    {
        public override DateTimeOffset? Next(DateTimeOffset after) => after < When ? When : null;
    }

    /// <summary>A rate begins at its start, or at once.</summary>
    private sealed record StartingRate(TimeSpan Period, DateTimeOffset? Start) : ScheduleExpression
    {
        public override DateTimeOffset? First(DateTimeOffset created) =>
            Start is not { } start ? created
            : start >= created ? start
            : start + (Period * Math.Ceiling((created - start) / Period));

        public override DateTimeOffset? Next(DateTimeOffset after) => Start > after ? Start : after + Period;
    }

    /// <summary>Times that a wall clock leaves out in spring are left out, and those that it has twice in autumn come once.</summary>
    private sealed record ZonedCron(CronExpression Cron, TimeZoneInfo Zone, DateTimeOffset? Start) : ScheduleExpression
    {
        public override DateTimeOffset? Next(DateTimeOffset after)
        {
            var from = Start > after ? Start.Value.AddTicks(-1) : after;
            var wall = TimeZoneInfo.ConvertTime(from, Zone).DateTime;
            while (Cron.Next(new(wall, TimeSpan.Zero)) is { } next)
            {
                wall = next.DateTime;
                if (!Zone.IsInvalidTime(wall) && At(wall, Zone) is var time && time > from)
                {
                    return time;
                }
            }

            return null;
        }
    }

    private sealed record Ending(ScheduleExpression Times, DateTimeOffset End) : ScheduleExpression
    {
        public override DateTimeOffset? First(DateTimeOffset created) => Until(Times.First(created));

        public override DateTimeOffset? Next(DateTimeOffset after) => Until(Times.Next(after));

        private DateTimeOffset? Until(DateTimeOffset? time) => time <= End ? time : null;
    }
}
