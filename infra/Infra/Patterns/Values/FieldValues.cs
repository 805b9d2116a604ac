using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Patterns.Values;

/// <summary>Which values of one member a predicate is true for, among those that the member can have.</summary>
internal abstract class FieldValues
{
    /// <summary>No value: the predicate is never true.</summary>
    public abstract bool IsNone { get; }

    /// <summary>Every value that there can be: the member doesn't matter.</summary>
    public abstract bool IsAll { get; }

    /// <summary>Two with the same text are the same.</summary>
    public abstract string Text { get; }

    public abstract FieldValues Or(FieldValues other);

    /// <param name="other">Values of the same member.</param>
    /// <param name="member">The member, for the message.</param>
    /// <exception cref="PatternNotSupportedException">One list of EventBridge's can't say both.</exception>
    public abstract FieldValues And(FieldValues other, string member);
}

/// <summary>Whether there is an object, or a collection with something in it.</summary>
internal sealed class Presence(PresenceStates states, PresenceStates possible) : FieldValues
{
    public PresenceStates States { get; } = states & possible;

    public PresenceStates Possible { get; } = possible;

    public override bool IsNone => States == PresenceStates.None;

    public override bool IsAll => States == Possible;

    public override string Text => States.ToString();

    public override FieldValues Or(FieldValues other) => new Presence(States | ((Presence)other).States, Possible);

    public override FieldValues And(FieldValues other, string member) => new Presence(States & ((Presence)other).States, Possible);

    public Presence Not() => new(Possible & ~States, Possible);
}

[Flags]
internal enum PresenceStates
{
    None = 0,

    Null = 1,

    /// <summary>A collection of nothing.</summary>
    Empty = 2,

    /// <summary>An object, or a collection of something.</summary>
    Present = 4,
}

/// <summary>Values of a member that holds one value, or of one element of a collection of such.</summary>
/// <param name="hasNull">Whether null is among them.</param>
/// <param name="canBeNull">Whether the member can be null at all.</param>
/// <param name="values">The others.</param>
internal sealed class ScalarValues(bool hasNull, bool canBeNull, ValueSet values) : FieldValues
{
    public bool HasNull { get; } = hasNull && canBeNull;

    public bool CanBeNull { get; } = canBeNull;

    public ValueSet Values { get; } = values;

    public override bool IsNone => !HasNull && Values.IsNone;

    public override bool IsAll => HasNull == CanBeNull && Values.IsAll;

    public override string Text => $"{(HasNull ? "null," : "")}{Values.Text}";

    public override FieldValues Or(FieldValues other) =>
        other is ScalarValues scalar ? new ScalarValues(HasNull || scalar.HasNull, CanBeNull, Values.Or(scalar.Values)) : throw NotComparable(other);

    public override FieldValues And(FieldValues other, string member) =>
        other is ScalarValues scalar ? new ScalarValues(HasNull && scalar.HasNull, CanBeNull, Values.And(scalar.Values, member)) : throw NotComparable(other);

    public ScalarValues Not(string member) => new(!HasNull, CanBeNull, Values.Not(member));

    public ScalarValues WithoutNull() => new(false, CanBeNull, Values);

    private static InvalidOperationException NotComparable(FieldValues other) => new($"A scalar can't be combined with a {other.GetType().Name}.");
}

/// <summary>A set of values that aren't null.</summary>
internal abstract class ValueSet
{
    public abstract bool IsNone { get; }

    public abstract bool IsAll { get; }

    public abstract string Text { get; }

    public abstract ValueSet Or(ValueSet other);

    public abstract ValueSet And(ValueSet other, string member);

    public abstract ValueSet Not(string member);

    /// <summary>The values as the list that EventBridge takes; each entry matches some of them, none matches another.</summary>
    /// <param name="member">The member, for the message.</param>
    /// <param name="mayMatchNull">
    /// Whether it doesn't matter that a null matches: <c>anything-but</c> matches a null that is there.
    /// </param>
    /// <exception cref="PatternNotSupportedException">EventBridge has no operator for it.</exception>
    public abstract IEnumerable<JsonNode> ToMatchers(string member, bool mayMatchNull);

    protected static JsonObject Operator(string name, JsonNode operand) => new() { [name] = operand };

    /// <summary>One value alone, several as a list.</summary>
    protected static JsonNode OneOrMany(IEnumerable<JsonNode> values)
    {
        JsonNode[] all = [.. values];
        return all.Length == 1 ? all[0] : new JsonArray(all);
    }
}
