using System.Text.RegularExpressions;

namespace SensorWatch.Contracts;

/// <summary>
/// What makes readings acceptable. A publisher checks it before it publishes and a consumer before it stores, since
/// anyone who is allowed to can put an event on the bus. Each check returns null, or what was expected and what came.
/// </summary>
public static partial class ReadingRules
{
    /// <summary>Largest magnitude of a value. No unit that sensors report in needs more, and DynamoDB's numbers hold it.</summary>
    public const double MaximumMagnitude = 1e15;

    /// <summary>Smallest magnitude of a value that isn't zero; DynamoDB's numbers end at 1E-130.</summary>
    public const double MinimumMagnitude = 1e-100;

    /// <summary>How far a sensor's clock may run ahead.</summary>
    public static TimeSpan MaximumClockSkew { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The earliest time of a reading: before it, a device has sent a clock that was never set.</summary>
    public static DateTimeOffset EarliestTime { get; } = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks a sensor id: 1-64 letters, digits, dots, dashes and underscores, the first a letter or digit.</summary>
    public static string? CheckSensorId(string sensorId) => SensorIdPattern().IsMatch(sensorId)
        ? null
        : $"expected 1 to 64 letters, digits, '.', '-' or '_', beginning with a letter or digit; got '{Shorten(sensorId)}'";

    /// <summary>Checks a unit: a UCUM code of 1-16 visible ASCII characters.</summary>
    public static string? CheckUnit(string unit) => UnitPattern().IsMatch(unit)
        ? null
        : $"expected a UCUM unit code of 1 to 16 characters, such as Cel, hPa or m/s; got '{Shorten(unit)}'";

    /// <summary>Checks a reading's value.</summary>
    public static string? CheckValue(double value)
    {
        var magnitude = Math.Abs(value);
        return magnitude is 0 or (>= MinimumMagnitude and <= MaximumMagnitude)
            ? null
            : $"expected 0 or a number whose magnitude is between 1e-100 and 1e15; got {value:R}";
    }

    /// <summary>Checks a reading's time against the clock.</summary>
    /// <param name="time">When the reading was taken.</param>
    /// <param name="now">The present, UTC.</param>
    public static string? CheckTime(DateTimeOffset time, DateTimeOffset now)
    {
        if (time < EarliestTime)
        {
            return $"expected a time from {EarliestTime:yyyy-MM-dd} on; got {time:u}";
        }

        return time - now > MaximumClockSkew
            ? $"expected a time no more than {MaximumClockSkew.TotalMinutes:0} minutes ahead of {now:u}; got {time:u}"
            : null;
    }

    /// <summary>Checks a whole batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="now">The present, UTC.</param>
    public static string? Check(ReadingsRecorded batch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Readings.Count == 0)
        {
            return "readings: expected at least one reading; got none";
        }

        if (CheckSensorId(batch.SensorId) is { } sensorId)
        {
            return $"sensorId: {sensorId}";
        }

        if (CheckUnit(batch.Unit) is { } unit)
        {
            return $"unit: {unit}";
        }

        for (var i = 0; i < batch.Readings.Count; i++)
        {
            if (CheckTime(batch.Readings[i].Time, now) is { } time)
            {
                return $"readings/{i}/time: {time}";
            }

            if (CheckValue(batch.Readings[i].Value) is { } value)
            {
                return $"readings/{i}/value: {value}";
            }
        }

        return null;
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SensorIdPattern();

    [GeneratedRegex(@"\A[!-~]{1,16}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnitPattern();
}
