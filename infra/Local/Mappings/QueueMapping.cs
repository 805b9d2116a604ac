using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>An event source mapping with what it connects.</summary>
/// <param name="Resource">The mapping.</param>
/// <param name="Queue">Where its messages come from.</param>
/// <param name="Function">Where they go.</param>
/// <param name="Filter">Which of them go.</param>
internal sealed record QueueMapping(EventSourceMappingResource Resource, QueueResource Queue, FunctionResource Function, MessageFilter Filter)
{
    /// <summary>
    /// Batches in flight at once when the template sets no <c>MaximumConcurrency</c>: the five that Lambda starts with.
    /// Lambda would go on to add up to 300 a minute, which is no use on one machine.
    /// </summary>
    public const int DefaultConcurrency = 5;

    public int Concurrency => Resource.MaximumConcurrency ?? DefaultConcurrency;
}
