namespace SensorWatch.Contracts;

/// <summary>
/// Between which values a sensor's readings are well. A limit that is null isn't watched. A value at a limit is well;
/// one beyond it opens the limit's alert, which is resolved by the first value that is back inside by
/// <see cref="Hysteresis"/>, so that a value that swings about the limit opens one alert and not fifty.
/// </summary>
public sealed record Limits
{
    public static Limits None { get; } = new();

    public double? LowCritical { get; init; }

    public double? LowWarning { get; init; }

    public double? HighWarning { get; init; }

    public double? HighCritical { get; init; }

    /// <summary>How far back inside a value must be to resolve an alert, in the sensor's unit; 0 or more.</summary>
    public double Hysteresis { get; init; }

    /// <summary>The value of a limit; null when it isn't watched.</summary>
    public double? this[LimitKind kind] => kind switch
    {
        LimitKind.LowCritical => LowCritical,
        LimitKind.LowWarning => LowWarning,
        LimitKind.HighWarning => HighWarning,
        LimitKind.HighCritical => HighCritical,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such limit."),
    };
}
