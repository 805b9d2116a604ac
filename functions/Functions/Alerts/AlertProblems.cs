using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Alerts;

/// <summary>Answers that several routes of alerts give.</summary>
internal static class AlertProblems
{
    public static Problem NotFound(string alertId) =>
        new(404, "There is no such alert", $"No alert has the id '{alertId}'; GET /alerts lists them.");
}
