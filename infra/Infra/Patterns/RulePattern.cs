using System.Text.Json.Nodes;
using SensorWatch.Contracts;

namespace SensorWatch.Infra.Patterns;

/// <summary>
/// Which events a rule takes, as EventBridge's event pattern:
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
/// </summary>
public abstract class RulePattern
{
    private protected RulePattern()
    {
    }

    /// <summary>The pattern's JSON, a new copy each time.</summary>
    public abstract JsonObject ToJson();

    public override string ToString() => ToJson().ToJsonString();
}

/// <summary>The events of one contract. Source and detail-type come from the contract alone.</summary>
public sealed class RulePattern<T> : RulePattern
    where T : IEvent<T>
{
    internal RulePattern()
    {
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["source"] = new JsonArray(T.Contract.Source),
        ["detail-type"] = new JsonArray(T.Contract.DetailType),
    };
}
