namespace SensorWatch.Contracts;

/// <summary>One value that a sensor measured.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Value">How much, in the sensor's unit; a finite number.</param>
public readonly record struct Reading(DateTimeOffset Time, double Value);
