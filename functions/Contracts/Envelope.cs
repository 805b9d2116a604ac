namespace SensorWatch.Contracts;

/// <summary>An event's <c>detail</c>: where it comes from, and what happened.</summary>
/// <param name="Metadata">Identity and origin of the event.</param>
/// <param name="Data">What happened.</param>
public sealed record Envelope<T>(EventMetadata Metadata, T Data)
    where T : IEvent<T>;
