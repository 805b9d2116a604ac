using SensorWatch.Contracts;

namespace SensorWatch.Functions.Alerts;

/// <summary>An event by which a sensor is judged.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="Metadata">The event's.</param>
/// <param name="Data">The readings; null when the sensor was registered or its limits were changed.</param>
public sealed record SensorEvent(string SensorId, EventMetadata Metadata, ReadingsRecorded? Data = null);
