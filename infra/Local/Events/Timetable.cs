namespace SensorWatch.Local.Events;

/// <summary>Something that happens at times: a rule with a schedule, or a schedule of EventBridge Scheduler.</summary>
/// <param name="Arn">Of the rule or the schedule.</param>
/// <param name="Text">All that its times depend on: when it changes, the times begin anew.</param>
/// <param name="Times">The times.</param>
/// <param name="Fire">Does what is due for a time, and keeps that in <see cref="ScheduleStore"/>, both or neither.</param>
internal sealed record Timetable(string Arn, string Text, ScheduleExpression Times, Action<DateTimeOffset> Fire)
{
    /// <summary>How long after a time it is done.</summary>
    public Func<DateTimeOffset, TimeSpan> Delay { get; init; } = _ => TimeSpan.Zero;
}
