using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Changes;

/// <summary>Which events a change of a sensor is; pure. A new name or time zone changes nothing that others act on: no event.</summary>
internal static class SensorEvents
{
    /// <param name="recordId">The stream's id of the change.</param>
    /// <param name="before">The sensor before; null when it is new.</param>
    /// <param name="after">The sensor after; null when it was deleted, which is no event.</param>
    public static IEnumerable<OutgoingEvent> Of(string recordId, Sensor? before, Sensor? after)
    {
        if (after is null)
        {
            yield break;
        }

        if (before is null)
        {
            yield return Event(new SensorRegistered
            {
                SensorId = after.SensorId,
                Name = after.Name,
                Unit = after.Unit,
                Limits = after.Limits,
            });
        }
        else if (before.Limits != after.Limits || before.ExpectedEverySeconds != after.ExpectedEverySeconds)
        {
            yield return Event(new LimitsChanged
            {
                SensorId = after.SensorId,
                Before = before.Limits,
                After = after.Limits,
                ExpectedEverySeconds = after.ExpectedEverySeconds,
            });
        }

        OutgoingEvent Event<T>(T data)
            where T : IEvent<T> => ChangeEvents.Event(recordId, after.Origin, after.ChangedAt, data);
    }
}
