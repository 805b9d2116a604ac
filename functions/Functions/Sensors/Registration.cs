using SensorWatch.Functions.Changes;

namespace SensorWatch.Functions.Sensors;

/// <summary>Decides what a <see cref="SensorRequest"/> does to a sensor; pure.</summary>
public static class Registration
{
    /// <summary>The sensor as the request wants it: new, changed, or the very one that is there.</summary>
    /// <param name="current">The sensor as it is; null when it isn't registered.</param>
    /// <param name="sensorId">Its id.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="origin">What leads to the change.</param>
    /// <param name="now">The present, UTC.</param>
    /// <returns><paramref name="current"/> itself when there is nothing to change.</returns>
    public static Sensor Apply(Sensor? current, string sensorId, SensorRequest request, Origin origin, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (current is null)
        {
            return new()
            {
                SensorId = sensorId,
                Name = request.Name,
                Unit = request.Unit,
                Limits = request.Limits,
                TimeZone = request.TimeZone,
                ExpectedEverySeconds = request.ExpectedEverySeconds,
                Version = 1,
                Origin = origin,
                RegisteredAt = now,
                ChangedAt = now,
            };
        }

        var wanted = current with
        {
            Name = request.Name,
            Unit = request.Unit,
            Limits = request.Limits,
            TimeZone = request.TimeZone,
            ExpectedEverySeconds = request.ExpectedEverySeconds,
        };
        return wanted == current
            ? current
            : wanted with
            {
                Version = current.Version + 1,
                Origin = origin,

                // Alerts that a change opens are named after its time: no two changes may have the same.
                ChangedAt = now > current.ChangedAt ? now : current.ChangedAt.AddTicks(1),
            };
    }
}
