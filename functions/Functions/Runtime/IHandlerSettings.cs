namespace SensorWatch.Functions.Runtime;

/// <summary>
/// States what a handler needs of the stack that defines its function: environment variables, and rights on what they name.
/// <see cref="FunctionSettings"/> lets the handler read these variables and no others, so the list is complete, and
/// infra checks its templates against it.
/// </summary>
/// <example><code>
/// public static IReadOnlyList&lt;Need&gt; Needs => [SensorStore.ToGet, EventPublisher.ToPublish&lt;SensorMoved&gt;()];
/// </code></example>
public interface IHandlerSettings
{
    /// <summary>What it needs; empty if it needs nothing.</summary>
    static abstract IReadOnlyList<Need> Needs { get; }

    /// <summary>What the handler counts (<see cref="Metrics"/>); nothing unless it says so. The dashboard shows all of it.</summary>
    static virtual IReadOnlyList<BusinessMetric> WrittenMetrics => [];
}
