using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;

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

    private protected static JsonObject Of(IEnumerable<string> sources, IEnumerable<string> detailTypes) => new()
    {
        ["source"] = Texts(sources),
        ["detail-type"] = Texts(detailTypes),
    };

    private static JsonArray Texts(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}

/// <summary>
/// The events of several contracts. A pattern matches any listed source with any listed detail-type; that is exact,
/// because no two contracts share a detail-type.
/// </summary>
public sealed class ContractsPattern : RulePattern
{
    private readonly IReadOnlyList<EventContract> _contracts;

    internal ContractsPattern(IReadOnlyList<EventContract> contracts)
    {
        _contracts = contracts.Count > 0
            ? contracts
            : throw new ArgumentException("Expected at least one contract; without one the pattern would match nothing.", nameof(contracts));
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() =>
        Of(_contracts.Select(contract => contract.Source).Distinct(), _contracts.Select(contract => contract.DetailType));
}

/// <summary>The events of one contract. Source and detail-type come from the contract alone.</summary>
public sealed class RulePattern<T> : RulePattern
    where T : IEvent<T>
{
    private readonly DetailFilter _data;

    internal RulePattern(DetailFilter data) => _data = data;

    private static JsonSerializerOptions Json => T.Contract.EnvelopeJson.Options;

    /// <summary>
    /// Of these, the ones whose data has one of these values in a member: <c>WithData(e => e.Alert.Severity, Severity.Critical)</c>.
    /// Every member that is named has to match.
    /// </summary>
    public RulePattern<T> WithData<TValue>(Expression<Func<T, TValue>> member, params IReadOnlyList<TValue> values) =>
        new(_data.With(MemberPath.Of(member, Json), [.. values.Select(value => JsonSerializer.SerializeToNode(value, Json))]));

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = Of([T.Contract.Source], [T.Contract.DetailType]);
        if (!_data.IsEmpty)
        {
            json["detail"] = new JsonObject { [MemberPath.NameOf(typeof(Envelope<T>), nameof(Envelope<T>.Data), Json)] = _data.ToJson() };
        }

        return json;
    }
}

/// <summary>Events of one kind that an AWS service puts on the default bus.</summary>
public sealed class AwsRulePattern<T> : RulePattern
    where T : IAwsEvent<T>
{
    private readonly DetailFilter _detail;

    internal AwsRulePattern(DetailFilter detail) => _detail = detail;

    private static JsonSerializerOptions Json => T.Contract.Json.Options;

    /// <summary>Of these, the ones that have one of these values in a member of their detail.</summary>
    public AwsRulePattern<T> WithDetail(Expression<Func<T, string>> member, params IReadOnlyList<string> values) =>
        new(_detail.With(MemberPath.Of(member, Json), [.. values]));

    /// <summary>Of these, the ones whose member begins so.</summary>
    public AwsRulePattern<T> WithPrefix(Expression<Func<T, string>> member, string prefix) =>
        new(_detail.With(MemberPath.Of(member, Json), [new JsonObject { ["prefix"] = prefix }]));

    /// <summary>Of these, the ones whose member ends so, in capitals or not.</summary>
    public AwsRulePattern<T> WithSuffix(Expression<Func<T, string>> member, string suffix) =>
        new(_detail.With(MemberPath.Of(member, Json), [new JsonObject { ["suffix"] = new JsonObject { ["equals-ignore-case"] = suffix } }]));

    /// <inheritdoc/>
    public override JsonObject ToJson()
    {
        var json = Of([T.Contract.Source], [T.Contract.DetailType]);
        if (!_detail.IsEmpty)
        {
            json["detail"] = _detail.ToJson();
        }

        return json;
    }
}
