using System.Globalization;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>
/// Ids of alerts, made of what opened them: deciding twice makes the same alert. Only characters that need no escaping
/// in a URL (RFC 3986, unreserved).
/// </summary>
public static class AlertIds
{
    public static string ForLimit(string sensorId, LimitKind kind, DateTimeOffset openedAt) => $"{sensorId}~{kind}~{Text(openedAt)}";

    public static string ForSilence(string sensorId, DateTimeOffset silentSince) => $"{sensorId}~Silence~{Text(silentSince)}";

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
