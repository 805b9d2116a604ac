using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>What a pattern asks of an event's detail, from one predicate or several.</summary>
internal sealed class DetailPredicate
{
    /// <summary>EventBridge's limit: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html</summary>
    private const int MaximumCharacters = 2_048;

    private readonly Alternatives _alternatives;

    private DetailPredicate(Alternatives alternatives) => _alternatives = alternatives;

    /// <summary>Asks nothing.</summary>
    public static DetailPredicate None { get; } = new(Alternatives.Always);

    /// <summary>Where a predicate's parameter stands in the event.</summary>
    public static KeyValuePair<ParameterExpression, Place> Place(ParameterExpression parameter, JsonSerializerOptions json, params IReadOnlyList<string> path) =>
        new(parameter, new(string.Join('.', path), [.. path], parameter.Type, parameter.Name ?? "e") { Json = json });

    /// <summary>Asks this too.</summary>
    /// <param name="predicate">The predicate.</param>
    /// <param name="places">Where its parameters stand.</param>
    /// <param name="written">The predicate as it is written.</param>
    /// <param name="envelope">The rest of the pattern.</param>
    /// <exception cref="PatternNotSupportedException">No pattern can say it.</exception>
    public DetailPredicate And(
        LambdaExpression predicate, IEnumerable<KeyValuePair<ParameterExpression, Place>> places, string written, JsonObject envelope)
    {
        try
        {
            var said = PredicateReader.Read(predicate.Body, new(places.ToImmutableDictionary(), Scope.Nothing)).Alternatives;
            RequireChoice(said);
            var all = new DetailPredicate(_alternatives.And(said));
            RequireChoice(all._alternatives);
            var length = all.AddTo(envelope).ToJsonString(RulePattern.Readable).Length;
            return length <= MaximumCharacters
                ? all
                : throw new PatternNotSupportedException(
                    "", $"the pattern has {length} characters, and EventBridge allows {MaximumCharacters}.", "Ask for less, or use several rules.");
        }
        catch (PatternNotSupportedException exception)
        {
            throw exception.In(CSharpText.OnOneLine(written.Length > 0 ? written : CSharpText.Of(predicate)));
        }
    }

    /// <summary>Adds it to a pattern.</summary>
    public JsonObject AddTo(JsonObject pattern)
    {
        if (!_alternatives.IsAlways)
        {
            PatternWriter.Write(_alternatives, pattern);
        }

        return pattern;
    }

    private static void RequireChoice(Alternatives alternatives)
    {
        if (alternatives.IsNever)
        {
            throw new PatternNotSupportedException("", "it contradicts itself or an earlier Where, so that no event would match.", "Take one of the conditions away.");
        }

        if (alternatives.IsAlways)
        {
            throw new PatternNotSupportedException("", "it is true for every event.", "Leave it out.");
        }
    }
}
