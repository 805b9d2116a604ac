using SensorWatch.Contracts;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Publishing;

namespace SensorWatch.Functions.Changes;

/// <summary>Which events a change of an alert is; pure. One change may be two: an alert that was stored when it was over already.</summary>
internal static class AlertEvents
{
    /// <param name="recordId">The stream's id of the change.</param>
    /// <param name="before">The alert before; null when it is new.</param>
    /// <param name="after">The alert after; null when it was deleted, which is no event.</param>
    public static IEnumerable<OutgoingEvent> Of(string recordId, StoredAlert? before, StoredAlert? after)
    {
        if (after is null)
        {
            yield break;
        }

        if (before is null)
        {
            yield return Event(new AlertOpened { Alert = after.Alert });
        }

        if (before?.Acknowledgement is null && after.Acknowledgement is { } acknowledgement)
        {
            yield return Event(new AlertAcknowledged
            {
                Alert = after.Alert,
                AcknowledgedAt = acknowledgement.At,
                Operator = acknowledgement.Operator,
                Note = acknowledgement.Note,
            });
        }

        if (before?.Resolution is null && after.Resolution is { } resolution)
        {
            yield return Event(new AlertResolved { Alert = after.Alert, ResolvedAt = resolution.At, Reason = resolution.Reason });
        }

        OutgoingEvent Event<T>(T data)
            where T : IEvent<T> => ChangeEvents.Event(recordId, after.Origin, after.ChangedAt, data);
    }
}
