using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>What one place must be.</summary>
internal sealed record Condition(Place Place, FieldValues Values);
