using System.Globalization;

namespace SensorWatch.Local.Alarms;

/// <summary>What an alarm is in, since when and why.</summary>
/// <param name="Value"><see cref="Ok"/>, <see cref="Alarm"/> or <see cref="InsufficientData"/>.</param>
/// <param name="Reason">For people.</param>
/// <param name="Timestamp">When it came about.</param>
internal sealed record AlarmState(string Value, string Reason, DateTimeOffset Timestamp)
{
    public const string Ok = "OK";
    public const string Alarm = "ALARM";
    public const string InsufficientData = "INSUFFICIENT_DATA";

    /// <summary><c>2026-03-01T12:00:00.000+0000</c>, as CloudWatch writes times.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
}
