using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Patterns.Values;

/// <summary>Texts that one of some terms matches, or that none of others does.</summary>
internal sealed class TextSet : ValueSet
{
    private static readonly (TextOperator Operator, string? Name)[] AnythingBut =
    [
        (TextOperator.Equals, null),
        (TextOperator.StartsWith, "prefix"),
        (TextOperator.EndsWith, "suffix"),
        (TextOperator.EqualsIgnoringCase, "equals-ignore-case"),
    ];

    private readonly IReadOnlyList<TextTerm> _terms;

    /// <summary>Of each, all texts but those that its terms match.</summary>
    private readonly IReadOnlyList<IReadOnlyList<TextTerm>> _exclusions;

    private TextSet(IEnumerable<TextTerm> terms, IEnumerable<IReadOnlyList<TextTerm>> exclusions)
    {
        _terms = [.. terms.Distinct()];
        _exclusions = [.. exclusions];
    }

    public static TextSet All { get; } = new([], [[]]);

    public override bool IsNone => _terms.Count == 0 && _exclusions.Count == 0;

    public override bool IsAll => _exclusions.Any(exclusion => exclusion.Count == 0);

    public override string Text => string.Join('|', _terms.Select(TextOf).Concat(_exclusions.Select(terms => $"!({string.Join('|', terms.Select(TextOf))})")));

    public static TextSet Of(IEnumerable<TextTerm> terms) => new(terms, []);

    public static TextSet Of(TextOperator @operator, string value) => Of([new(@operator, value)]);

    public override ValueSet Or(ValueSet other)
    {
        var set = (TextSet)other;
        List<TextTerm> terms = [.. _terms.Concat(set._terms)];
        List<IReadOnlyList<TextTerm>> exclusions = [.. _exclusions.Concat(set._exclusions)];
        if (terms.Concat(exclusions.SelectMany(exclusion => exclusion)).All(term => term.IsKnown))
        {
            terms = [.. terms.Where(term => term.Operator != TextOperator.Equals || !terms.Exists(wider => wider != term && wider.Matches(term.Value)))];
            exclusions = Join(terms, exclusions);
        }

        var union = new TextSet(terms, exclusions);
        return union.IsAll ? All : union;
    }

    public override ValueSet And(ValueSet other, string member)
    {
        var set = (TextSet)other;
        var terms = new List<TextTerm>();
        var exclusions = new List<IReadOnlyList<TextTerm>>();
        foreach (var term in _terms)
        {
            terms.AddRange(set._terms.SelectMany(theirs => term.And(theirs) ?? throw BothNeeded(member, term, theirs)));
            terms.AddRange(set._exclusions.SelectMany(excluded => Without(term, excluded, member)));
        }

        foreach (var exclusion in _exclusions)
        {
            terms.AddRange(set._terms.SelectMany(theirs => Without(theirs, exclusion, member)));
            exclusions.AddRange(set._exclusions.Select(theirs => (IReadOnlyList<TextTerm>)[.. exclusion.Union(theirs)]));
        }

        return new TextSet(terms, exclusions);
    }

    public override ValueSet Not(string member)
    {
        ValueSet result = All;
        foreach (var term in _terms)
        {
            result = result.And(new TextSet([], [[term]]), member);
        }

        foreach (var exclusion in _exclusions)
        {
            result = result.And(Of(exclusion), member);
        }

        return result;
    }

    public override IEnumerable<JsonNode> ToMatchers(string member, bool mayMatchNull)
    {
        if (IsAll)
        {
            return [Operator("wildcard", "*")];
        }

        return _exclusions.Count > 0 && !mayMatchNull
            ? throw new PatternNotSupportedException(
                member,
                "it may be a null that is written, and EventBridge's anything-but matches that.",
                "Say what it is instead of what it isn't, or have the contract leave nulls out (JsonIgnoreCondition.WhenWritingNull).")
            : _terms.Select(term => term.ToMatcher()).Concat(_exclusions.Select(exclusion => Excluding(exclusion, member)));
    }

    private static JsonObject Excluding(IReadOnlyList<TextTerm> terms, string member)
    {
        foreach (var (@operator, name) in AnythingBut)
        {
            if (terms.All(term => term.Operator == @operator))
            {
                var values = OneOrMany(terms.Select(term => (JsonNode)term.Value));
                return Operator("anything-but", name is null ? values : Operator(name, values));
            }
        }

        // Equality, beginnings and ends are wildcards too, so that what one list can't mix, wildcards can.
        return terms.All(term => term.AsWildcard is not null)
            ? Operator("anything-but", Operator("wildcard", OneOrMany(terms.Select(term => (JsonNode)term.AsWildcard!))))
            : throw new PatternNotSupportedException(
                member,
                $"EventBridge's anything-but can't exclude [{string.Join(", ", terms.Select(Written))}].",
                "It excludes equal texts, beginnings, ends and wildcards, or equal texts ignoring case alone. Say what the member is instead.");
    }

    /// <summary>What a term matches and others don't.</summary>
    private static IReadOnlyList<TextTerm> Without(TextTerm term, IReadOnlyList<TextTerm> excluded, string member)
    {
        foreach (var other in excluded)
        {
            var both = term.And(other) ?? throw BothNeeded(member, term, other);
            if (both.Contains(term))
            {
                return [];
            }

            if (both.Count > 0)
            {
                throw BothNeeded(member, term, other);
            }
        }

        return [term];
    }

    /// <summary>What is excluded nowhere else, and matched by a term, isn't excluded.</summary>
    private static List<IReadOnlyList<TextTerm>> Join(List<TextTerm> terms, List<IReadOnlyList<TextTerm>> exclusions)
    {
        var joined = new List<IReadOnlyList<TextTerm>>();
        foreach (var exclusion in exclusions)
        {
            IReadOnlyList<TextTerm> left = exclusion.All(term => term.Operator == TextOperator.Equals)
                ? [.. exclusion.Where(equal =>
                    !terms.Exists(term => term.Matches(equal.Value))
                    && exclusions.TrueForAll(other => other.Any(term => term.Matches(equal.Value))))]
                : [.. exclusion.Where(term => !terms.Contains(term))];
            if (!joined.Exists(other => other.SequenceEqual(left)))
            {
                joined.Add(left);
            }
        }

        return joined;
    }

    private static PatternNotSupportedException BothNeeded(string member, TextTerm first, TextTerm second) => first.IsKnown && second.IsKnown
        ? new(
            member,
            $"two conditions on one text ({Written(first)}, {Written(second)}) must hold, and EventBridge has one list of alternatives for a field.",
            "Say both by one wildcard: `Pattern.Like(member, \"a*b\")`.")
        : new(
            member,
            "two conditions on one text must hold, and one is known only when the stack is deployed.",
            "Use one of them.");

    private static string Written(TextTerm term) => term.ToMatcher().ToJsonString(RulePattern.Readable);

    private static string TextOf(TextTerm term) => $"{term.Operator} {term.Value}";
}
