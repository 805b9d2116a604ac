namespace SensorWatch.Functions.Runtime;

/// <summary>
/// States which environment variables a handler reads, and what it counts. The handler keeps each name in a public constant, so that the
/// stack that sets it and the handler that reads it can't differ; <see cref="FunctionSettings"/> lets the handler read
/// these and no others, so the list is complete, and infra can check a template against it.
/// </summary>
/// <example><code>
/// public const string BusName = "BUS_NAME";
///
/// public static IReadOnlyList&lt;string&gt; Variables => [BusName];
/// </code></example>
public interface IHandlerSettings
{
    /// <summary>Names of the environment variables that must be set; empty if it needs none.</summary>
    static abstract IReadOnlyList<string> Variables { get; }

    /// <summary>Names of the environment variables that may be set; none unless the handler says so.</summary>
    static virtual IReadOnlyList<string> OptionalVariables => [];

    /// <summary>What the handler counts (<see cref="Metrics"/>); nothing unless it says so. The dashboard shows all of it.</summary>
    static virtual IReadOnlyList<BusinessMetric> WrittenMetrics => [];
}
