using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Infra.Patterns.Predicates;

namespace SensorWatch.Infra.Patterns;

/// <summary>Where a pattern begins: <c>On.Event&lt;ReadingsRecorded&gt;()</c>.</summary>
public static class On
{
    /// <summary>Every event of a contract.</summary>
    public static RulePattern<T> Event<T>()
        where T : IEvent<T> => new(DetailPredicate.None);

    /// <summary>Every event of each of these contracts.</summary>
    public static RulePattern Events(params IReadOnlyList<EventContract> contracts) => new ContractsPattern(contracts);

    /// <summary>Every event of one kind that an AWS service reports.</summary>
    public static AwsRulePattern<T> AwsEvent<T>()
        where T : IAwsEvent<T> => new(DetailPredicate.None);
}
