using Amazon.Lambda.Core;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>What handlers log and count about alerts, in the same words.</summary>
internal static class AlertLogging
{
    /// <summary>Ids that a line names; the rest is counted.</summary>
    private const int MaximumIds = 20;

    /// <summary>One line when alerts changed, none when not: most readings change nothing.</summary>
    /// <param name="logger">The log.</param>
    /// <param name="subject">The sensor or alarm.</param>
    /// <param name="correlationIds">Correlation ids of what was judged, with commas.</param>
    /// <param name="changes">What was written.</param>
    public static void LogAlertChanges(this ILambdaLogger logger, string subject, string correlationIds, IReadOnlyList<AlertChange> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        var opened = changes.OfType<AlertChange.Opened>().Select(change => change.Alert.AlertId).ToList();
        var resolved = changes.OfType<AlertChange.Resolved>().Select(change => change.AlertId).ToList();
        logger.LogInformation(
            "Alerts of {subject}: opened {openedCount} ({opened}), resolved {resolvedCount} ({resolved}), because of {correlationId}",
            subject,
            opened.Count,
            Text(opened),
            resolved.Count,
            Text(resolved),
            correlationIds);
    }

    /// <summary>Counts them.</summary>
    public static void AddAlertChanges(this Metrics metrics, IReadOnlyList<AlertChange> changes)
    {
        metrics.Add(BusinessMetric.AlertsOpened, changes.OfType<AlertChange.Opened>().Count());
        metrics.Add(BusinessMetric.AlertsResolved, changes.OfType<AlertChange.Resolved>().Count());
    }

    private static string Text(List<string> ids) => string.Join(", ", ids.Take(MaximumIds)) + (ids.Count > MaximumIds ? ", …" : "");
}
