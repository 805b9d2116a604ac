using System.Text.Json.Serialization;

namespace SensorWatch.Contracts;

/// <summary>One value that a sensor measured.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Value">How much, in the sensor's unit; a finite number.</param>
// Without the attribute a struct is read by its parameterless constructor, and a reading without a value would be 0.
[method: JsonConstructor]
public readonly record struct Reading(DateTimeOffset Time, double Value);
