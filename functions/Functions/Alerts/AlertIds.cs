using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// Ids of alerts, made of what opened them: deciding twice makes the same alert. Only characters that need no escaping
/// in a URL (RFC 3986, unreserved).
/// </summary>
public static class AlertIds
{
    /// <summary>No id is longer: a CloudWatch alarm's name has up to 255 characters.</summary>
    public const int MaximumLength = 400;

    /// <summary>An alert that a reading opened. Readings are judged in the order of time, each time once.</summary>
    public static string ForLimit(string sensorId, LimitKind kind, DateTimeOffset openedAt) => $"{sensorId}~{kind}~{Text(openedAt)}";

    /// <summary>An alert that a change of the sensor's limits opened; its last part tells it from one that a reading opened at that time.</summary>
    public static string ForChangedLimit(string sensorId, LimitKind kind, DateTimeOffset changedAt) => $"{sensorId}~{kind}~{Text(changedAt)}~changed";

    public static string ForSilence(string sensorId, DateTimeOffset silentSince) => $"{sensorId}~Silence~{Text(silentSince)}";

    /// <summary>An alarm may have any name: characters that need escaping become dashes, and a hash tells such names apart.</summary>
    public static string ForAlarm(string alarmName, DateTimeOffset openedAt)
    {
        ArgumentNullException.ThrowIfNull(alarmName);
        var plain = string.Concat(alarmName.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '-'));
        var name = plain == alarmName ? plain : $"{plain}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alarmName)).AsSpan(0, 4))}";
        return $"{name}~System~{Text(openedAt)}";
    }

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
