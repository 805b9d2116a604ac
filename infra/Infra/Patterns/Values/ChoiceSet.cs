using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Patterns.Values;

/// <summary>Some of a few values that are known: of an enum, or of true and false.</summary>
/// <param name="domain">All values, as JSON has them.</param>
/// <param name="chosen">Some of them.</param>
/// <param name="others">Whether values that the enum doesn't define, and that can be written nevertheless, are among them.</param>
internal sealed class ChoiceSet(ChoiceDomain domain, IReadOnlySet<string> chosen, bool others) : ValueSet
{
    private readonly bool _others = others && domain.IsOpen;

    public override bool IsNone => chosen.Count == 0 && !_others;

    public override bool IsAll => chosen.Count == domain.Values.Count && _others == domain.IsOpen;

    public override string Text => string.Join(',', domain.Values.Where(chosen.Contains)) + (_others ? ",…" : "");

    public override ValueSet Or(ValueSet other)
    {
        var set = (ChoiceSet)other;
        return new ChoiceSet(domain, chosen.Union(set.Chosen).ToHashSet(), _others || set._others);
    }

    public override ValueSet And(ValueSet other, string member)
    {
        var set = (ChoiceSet)other;
        return new ChoiceSet(domain, chosen.Intersect(set.Chosen).ToHashSet(), _others && set._others);
    }

    public override ValueSet Not(string member) => new ChoiceSet(domain, domain.Values.Except(chosen).ToHashSet(), !_others);

    public override IEnumerable<JsonNode> ToMatchers(string member, bool mayMatchNull)
    {
        string[] excluded = [.. domain.Values.Where(value => !chosen.Contains(value))];
        if (!_others && (domain.IsOpen || domain.IsBoolean || !mayMatchNull || excluded.Length == 0 || excluded.Length >= chosen.Count))
        {
            return domain.Values.Where(chosen.Contains).Select(Parse);
        }

        return !mayMatchNull || excluded.Length == 0
            ? throw new PatternNotSupportedException(
                member,
                "its enum is written with values that it doesn't define, and EventBridge's anything-but would match null too.",
                "List the values: `new[] { … }.Contains(member)`.")
            : [Operator("anything-but", OneOrMany(excluded.Select(Parse)))];
    }

    private IReadOnlySet<string> Chosen => chosen;

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;
}

/// <summary>The values of an enum that is written as text, or true and false.</summary>
/// <param name="Values">Each as JSON text.</param>
/// <param name="IsOpen">Whether other values can be written.</param>
internal sealed record ChoiceDomain(IReadOnlyList<string> Values, bool IsOpen)
{
    public static ChoiceDomain Boolean { get; } = new(["true", "false"], IsOpen: false);

    public bool IsBoolean => ReferenceEquals(this, Boolean);
}
