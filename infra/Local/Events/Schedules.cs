using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Events;

/// <summary>
/// Fires what is due at the times of timetables, by one timer each. When the clock jumps, every time that it passed over
/// is fired for, in order. A schedule goes on from the time for which it fired last, also over a restart; of what fell due
/// while the local run was off only the latest time is made up for, so that a week's absence isn't a week's events.
/// </summary>
/// <param name="database">Keeps the times.</param>
/// <param name="timetables">What fires when.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Tells what could not be done.</param>
internal sealed class Schedules(
    Database database,
    IReadOnlyList<Timetable> timetables,
    TimeProvider time,
    ILogger logger) : IDisposable
{
    /// <summary>Timers can't wait for longer than 49 days; one that ends early is set again.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    /// <summary>How long after a database that failed, such as on a full disk, a schedule is tried again.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly IReadOnlyList<Schedule> _schedules = [.. timetables.Select(timetable => new Schedule(timetable))];

    private bool _stopped;

    /// <summary>Begins; a new rate's first period is counted from now.</summary>
    public void Start()
    {
        var now = time.GetUtcNow();
        var last = database.Run(connection => ScheduleStore.Open(connection, timetables, now));
        foreach (var schedule in _schedules)
        {
            lock (_lock)
            {
                var times = schedule.Timetable.Times;
                schedule.Next = last.TryGetValue(schedule.Timetable.Arn, out var before) ? NextOrLatestMissed(times, before, now) : times.First(now);
                SetTimer(schedule);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach (var schedule in _schedules)
            {
                schedule.Timer?.Dispose();
            }
        }
    }

    private static DateTimeOffset? NextOrLatestMissed(ScheduleExpression expression, DateTimeOffset last, DateTimeOffset now)
    {
        var next = expression.Next(last);
        while (next is { } missed && expression.Next(missed) is { } later && later <= now)
        {
            next = later;
        }

        return next;
    }

    private void OnTimer(Schedule schedule)
    {
        lock (_lock)
        {
            while (!_stopped && schedule.Next is { } due && due + schedule.Timetable.Delay(due) <= time.GetUtcNow())
            {
                try
                {
                    schedule.Timetable.Fire(due);
                }
                catch (Exception exception) when (exception is IOException or SqliteException)
                {
                    // An exception of a timer would end the process, and with it all that works still.
                    logger.LogError(exception, "{Schedule} could not fire for {Time}; it does in a minute", schedule.Timetable.Arn, due);
                    SetTimer(schedule, Recovery);
                    return;
                }

                schedule.Next = schedule.Timetable.Times.Next(due);
            }

            SetTimer(schedule);
        }
    }

    private void SetTimer(Schedule schedule)
    {
        if (schedule.Next is { } next)
        {
            SetTimer(schedule, TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling((next + schedule.Timetable.Delay(next) - time.GetUtcNow()).TotalMilliseconds))));
        }
    }

    private void SetTimer(Schedule schedule, TimeSpan wait)
    {
        if (!_stopped)
        {
            schedule.Timer ??= time.CreateTimer(_ => OnTimer(schedule), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            schedule.Timer.Change(wait < LongestWait ? wait : LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed record Schedule(Timetable Timetable)
    {
        /// <summary>Null when it will not fire again.</summary>
        public DateTimeOffset? Next { get; set; }

        public ITimer? Timer { get; set; }
    }
}
