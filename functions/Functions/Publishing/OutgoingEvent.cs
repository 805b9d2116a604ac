using System.Text.Json;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Publishing;

/// <summary>An event that is ready to be published, whatever its contract.</summary>
/// <param name="Contract">The event's contract.</param>
/// <param name="Metadata">The event's metadata.</param>
/// <param name="Detail">The envelope as JSON.</param>
public sealed record OutgoingEvent(EventContract Contract, EventMetadata Metadata, string Detail)
{
    public static OutgoingEvent Of<T>(Envelope<T> envelope)
        where T : IEvent<T>
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new(T.Contract, envelope.Metadata, JsonSerializer.Serialize(envelope, T.Contract.EnvelopeJson));
    }
}
