using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>What a decision does to alerts: a closed set of cases.</summary>
public abstract record AlertChange
{
    private AlertChange()
    {
    }

    /// <summary>Something is wrong that was well.</summary>
    public sealed record Opened(Alert Alert) : AlertChange;

    /// <summary>What was wrong is well again.</summary>
    public sealed record Resolved(string AlertId, DateTimeOffset At, string Reason) : AlertChange;
}
