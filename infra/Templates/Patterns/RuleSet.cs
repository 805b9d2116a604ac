using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// The patterns of a bus's rules, compiled once: finds those that an event matches at a cost that hardly grows with their number.
/// Any number of threads may use it.
/// </summary>
/// <remarks>
/// Each alternative of a pattern is entered under one of its fields, the one whose values the fewest others ask for. One walk
/// through the event finds the rules that are entered under what it has, and only these are matched. Values, prefixes,
/// suffixes and how wildcards begin or end are looked up; a rule of which no field has such is matched to every event that has
/// the field.
/// </remarks>
/// <typeparam name="T">What has a pattern: a rule.</typeparam>
public sealed class RuleSet<T>
{
    private readonly IReadOnlyList<(EventPattern Pattern, T Rule)> _rules;
    private readonly PathTree<KeyIndex> _index = new();

    /// <summary>Rules with an alternative that may match whatever an event has.</summary>
    private readonly List<int> _unkeyed = [];

    public RuleSet(IEnumerable<(EventPattern Pattern, T Rule)> rules)
    {
        _rules = [.. rules];
        var alternatives = _rules.SelectMany((rule, number) => rule.Pattern.Alternatives.Select(alternative => (alternative, number))).ToList();
        var uses = alternatives
            .SelectMany(entry => entry.alternative.Fields)
            .SelectMany(field => field.Keys.Select(key => (field.Path, key)))
            .CountBy(use => use)
            .ToDictionary();
        foreach (var (alternative, number) in alternatives)
        {
            Enter(alternative, number, field => field.Keys.Sum(key => key.Kind == ValueKeyKind.Any ? alternatives.Count + 1L : uses[(field.Path, key)]));
        }
    }

    /// <summary>The rules that an event matches, in the order in which they were given.</summary>
    public IReadOnlyList<T> Matching(JsonElement @event)
    {
        if (@event.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        List<int> found = [.. _unkeyed];
        Walk(@event, _index, found);
        found.Sort();
        var matching = new List<T>();
        for (var i = 0; i < found.Count; i++)
        {
            if ((i == 0 || found[i] != found[i - 1]) && _rules[found[i]].Pattern.Matches(@event))
            {
                matching.Add(_rules[found[i]].Rule);
            }
        }

        return matching;
    }

    private static void Walk(JsonElement element, PathTree<KeyIndex> node, List<int> found)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (node.Find(property) is { } below)
                    {
                        Walk(property.Value, below, found);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, node, found);
                }

                break;
            default:
                node.Content?.FindFor(element, found);
                break;
        }
    }

    /// <param name="alternative">What must match.</param>
    /// <param name="number">The rule's.</param>
    /// <param name="sharing">How many others the keys of a field lead to.</param>
    private void Enter(Alternative alternative, int number, Func<PatternField, long> sharing)
    {
        if (alternative.Fields.Where(field => !field.MatchesAbsence).MinBy(sharing) is not { } field)
        {
            _unkeyed.Add(number);
            return;
        }

        foreach (var key in field.Keys)
        {
            _index.At(field.Path).Add(key, number);
        }
    }
}
