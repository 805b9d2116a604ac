namespace SensorWatch.Local.Logs;

/// <summary>A line in a log stream.</summary>
/// <param name="GroupName">The log group.</param>
/// <param name="StreamName">The log stream.</param>
/// <param name="Timestamp">When it was written, in whole milliseconds.</param>
/// <param name="Message">The line.</param>
/// <param name="RequestId">The invocation that it belongs to; null for none.</param>
public sealed record LogEvent(string GroupName, string StreamName, DateTimeOffset Timestamp, string Message, string? RequestId)
{
    /// <summary>Tells events apart, and orders those of one time; 0 before it is kept.</summary>
    public long Id { get; init; }
}

/// <summary>Asks for log events. What is null doesn't matter.</summary>
public sealed record LogQuery
{
    public string? GroupName { get; init; }

    public IReadOnlyList<string>? StreamNames { get; init; }

    public string? StreamNamePrefix { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Events with that text in them, in whatever letters.</summary>
    public string? Containing { get; init; }

    /// <summary>Events of that time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Events before that time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Events behind that place.</summary>
    public LogPlace? After { get; init; }

    /// <summary>Events before that place.</summary>
    public LogPlace? Before { get; init; }

    /// <summary>The newest first.</summary>
    public bool Descending { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 10_000;
}

/// <summary>A place in the order of log events.</summary>
/// <param name="Timestamp">The time in epoch milliseconds.</param>
/// <param name="Id">The id of the event there.</param>
public sealed record LogPlace(long Timestamp, long Id)
{
    public static LogPlace Of(LogEvent logEvent)
    {
        ArgumentNullException.ThrowIfNull(logEvent);
        return new(logEvent.Timestamp.ToUnixTimeMilliseconds(), logEvent.Id);
    }
}

/// <summary>A log stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When it got its first event.</param>
/// <param name="FirstEventAt">The time of its first event.</param>
/// <param name="LastEventAt">The time of its last event.</param>
public sealed record LogStream(string Name, DateTimeOffset CreatedAt, DateTimeOffset FirstEventAt, DateTimeOffset LastEventAt);
