using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>An event source mapping with what it connects.</summary>
/// <param name="Resource">The mapping.</param>
/// <param name="Queue">Where its messages come from.</param>
/// <param name="Function">Where they go.</param>
/// <param name="Filter">Which of them go.</param>
internal sealed record QueueMapping(EventSourceMappingResource Resource, QueueResource Queue, FunctionResource Function, MessageFilter Filter);
