using SensorWatch.Contracts;

namespace SensorWatch.Infra.Patterns;

/// <summary>Where a pattern begins: <c>On.Event&lt;ReadingsRecorded&gt;()</c>.</summary>
public static class On
{
    /// <summary>Every event of a contract.</summary>
    public static RulePattern<T> Event<T>()
        where T : IEvent<T> => new();
}
