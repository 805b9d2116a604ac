using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>A handler class, as infrastructure sees it: named by its type, so that a rename can't break the wiring.</summary>
/// <param name="Name">The class's name, the template's <c>Handler</c>.</param>
/// <param name="Variables">The environment variables that it needs.</param>
/// <param name="OptionalVariables">Those that it can do without.</param>
/// <param name="WrittenMetrics">What it counts.</param>
public sealed record Handler(string Name, IReadOnlyList<string> Variables, IReadOnlyList<string> OptionalVariables, IReadOnlyList<BusinessMetric> WrittenMetrics)
{
    public static Handler Of<THandler>()
        where THandler : IHandlerSettings =>
        new(typeof(THandler).Name, THandler.Variables, THandler.OptionalVariables, THandler.WrittenMetrics);
}
