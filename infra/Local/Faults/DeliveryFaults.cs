namespace SensorWatch.Local.Faults;

/// <summary>What the faults make of an attempt to bring something from a rule or schedule to its target.</summary>
/// <param name="Delay">It is held back for so long; then all else is decided. Zero for not at all.</param>
/// <param name="Failure">The fault that makes it fail; null for none.</param>
/// <param name="Twice">The target gets it twice.</param>
internal sealed record DeliveryFaults(TimeSpan Delay, Fault? Failure, bool Twice)
{
    public static DeliveryFaults None { get; } = new(TimeSpan.Zero, null, false);
}
