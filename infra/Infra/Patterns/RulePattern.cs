using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Infra.Patterns.Predicates;

namespace SensorWatch.Infra.Patterns;

/// <summary>
/// Which events a rule takes, as EventBridge's event pattern:
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
/// </summary>
public abstract class RulePattern
{
    /// <summary>For people, and for counting characters: <c>></c> and umlauts as they are.</summary>
    internal static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private protected RulePattern()
    {
    }

    /// <summary>The pattern's JSON, a new copy each time.</summary>
    public abstract JsonObject ToJson();

    public override string ToString() => ToJson().ToJsonString(Readable);

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
    private readonly DetailPredicate _predicate;

    internal RulePattern(DetailPredicate predicate) => _predicate = predicate;

    /// <summary>
    /// Of these, the ones for whose data the predicate is true: <c>Where(e => e.Alert.Severity == Severity.Critical)</c>.
    /// Constants and captured variables are computed here. Of several predicates, each must be true.
    /// </summary>
    /// <param name="predicate">What the event must be, as its contract writes it.</param>
    /// <param name="written">The predicate's own text, which the compiler gives.</param>
    /// <exception cref="PatternNotSupportedException">
    /// EventBridge can't say it or would understand it differently; it holds never or always; or it takes more than 2,048 characters.
    /// </exception>
    public RulePattern<T> Where(
        Expression<Func<T, bool>> predicate, [CallerArgumentExpression(nameof(predicate))] string written = "") => With(predicate, written);

    /// <summary>The same, of the data and of the metadata: <c>Where((e, metadata) => metadata.Hops == 0)</c>.</summary>
    /// <inheritdoc cref="Where(Expression{Func{T, bool}}, string)"/>
    public RulePattern<T> Where(
        Expression<Func<T, EventMetadata, bool>> predicate, [CallerArgumentExpression(nameof(predicate))] string written = "") =>
        With(predicate, written);

    /// <inheritdoc/>
    public override JsonObject ToJson() => _predicate.AddTo(Of([T.Contract.Source], [T.Contract.DetailType]));

    private RulePattern<T> With(LambdaExpression predicate, string written)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var envelope = T.Contract.EnvelopeJson;
        var places = predicate.Parameters.Select(parameter => DetailPredicate.Place(
            parameter, envelope.Options, "detail", envelope.Properties.First(member => member.PropertyType == parameter.Type).Name));
        return new(_predicate.And(predicate, places, written, Of([T.Contract.Source], [T.Contract.DetailType])));
    }
}

/// <summary>Events of one kind that an AWS service puts on the default bus.</summary>
public sealed class AwsRulePattern<T> : RulePattern
    where T : IAwsEvent<T>
{
    private readonly DetailPredicate _predicate;

    internal AwsRulePattern(DetailPredicate predicate) => _predicate = predicate;

    /// <summary>Of these, the ones for whose detail the predicate is true.</summary>
    /// <inheritdoc cref="RulePattern{TData}.Where(Expression{Func{TData, bool}}, string)"/>
    public AwsRulePattern<T> Where(
        Expression<Func<T, bool>> predicate, [CallerArgumentExpression(nameof(predicate))] string written = "")
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var place = DetailPredicate.Place(predicate.Parameters[0], T.Contract.Json.Options, "detail");
        return new(_predicate.And(predicate, [place], written, Of([T.Contract.Source], [T.Contract.DetailType])));
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => _predicate.AddTo(Of([T.Contract.Source], [T.Contract.DetailType]));
}
