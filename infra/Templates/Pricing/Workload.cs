namespace SensorWatch.Templates.Pricing;

/// <summary>What arrives at a system in a month, and what its handlers do with it.</summary>
public sealed record Workload
{
    /// <summary>Requests from outside.</summary>
    public IReadOnlyList<Requests> Requests { get; init; } = [];

    /// <summary>What handlers do, by the <c>Handler</c> of their functions.</summary>
    public required IReadOnlyDictionary<string, HandlerProfile> Handlers { get; init; }

    /// <summary>Share of the invocations that start an execution environment: 0 to 1.</summary>
    public double ColdStartShare { get; init; } = 0.01;

    /// <summary>Milliseconds of such a start, which are paid for.</summary>
    public double ColdStartMilliseconds { get; init; } = 150;
}

/// <summary>Requests to a route of an HTTP API.</summary>
/// <param name="RouteKey"><c>POST /readings</c>.</param>
/// <param name="Count">How many a month.</param>
/// <param name="Bytes">Bytes of each.</param>
/// <param name="EverySeconds">How often one and the same caller sends one: what an authorizer's cache is good for.</param>
public sealed record Requests(string RouteKey, double Count, double Bytes, double EverySeconds);
