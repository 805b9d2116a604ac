using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>A handler class, as infrastructure sees it: named by its type, so that a rename can't break the wiring.</summary>
/// <param name="Name">The class's name, the template's <c>Handler</c>.</param>
/// <param name="Needs">What it needs of its function.</param>
/// <param name="WrittenMetrics">What it counts.</param>
public sealed record Handler(string Name, IReadOnlyList<Need> Needs, IReadOnlyList<BusinessMetric> WrittenMetrics)
{
    /// <summary>The environment variables that it needs.</summary>
    public IReadOnlyList<string> Variables => Needs.Variables();

    /// <summary>Those that it can do without.</summary>
    public IReadOnlyList<string> OptionalVariables => Needs.OptionalVariables();

    public static Handler Of<THandler>()
        where THandler : IHandlerSettings =>
        new(typeof(THandler).Name, THandler.Needs, THandler.WrittenMetrics);
}
