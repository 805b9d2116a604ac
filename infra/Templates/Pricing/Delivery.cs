using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Pricing;

/// <summary>Things of one kind that reach a function in a month.</summary>
/// <param name="Function">The function.</param>
/// <param name="Mapping">The mapping that takes them from a queue or stream; null when the function is called directly.</param>
/// <param name="Kind">What they are: see <see cref="HandlerProfile.PerThing"/>.</param>
/// <param name="Count">How many a month.</param>
/// <param name="Bytes">Size of each.</param>
/// <param name="Basis">What their number grows with.</param>
internal sealed record Delivery(
    FunctionResource Function, EventSourceMappingResource? Mapping, string Kind, double Count, double Bytes, ChargeBasis Basis)
{
    public string Component => Function.Handler;

    /// <summary>What a thing makes the handler do; null when the workload doesn't say.</summary>
    public Work? FindWork(Workload workload) => workload.Handlers.GetValueOrDefault(Component)?.PerThing.GetValueOrDefault(Kind);
}
