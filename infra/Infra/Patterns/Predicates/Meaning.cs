using System.Collections.Immutable;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>What a part of a predicate says.</summary>
/// <param name="Alternatives">When it is true.</param>
/// <param name="KnownIfTrue">What isn't null then.</param>
/// <param name="KnownIfFalse">What isn't null otherwise.</param>
internal sealed record Meaning(
    Alternatives Alternatives,
    ImmutableHashSet<(string Key, Quantifier? Quantifier)> KnownIfTrue,
    ImmutableHashSet<(string Key, Quantifier? Quantifier)> KnownIfFalse)
{
    public static Meaning Of(bool constant) => new(constant ? Alternatives.Always : Alternatives.Never, Scope.Nothing, Scope.Nothing);

    /// <summary>That a member that holds one value has one of these.</summary>
    public static Meaning Of(MemberUse member, ScalarValues values, bool negated)
    {
        var said = negated ? values.Not(member.Place.Text) : values;
        var (ifTrue, ifFalse) = (!said.HasNull, said.HasNull);
        return Of(member.Place, member.IsKnown ? said.WithoutNull() : said, ifTrue, ifFalse);
    }

    /// <summary>That there is an object, or something in a collection, or not.</summary>
    public static Meaning Of(MemberUse member, Presence presence, bool negated)
    {
        var said = negated ? presence.Not() : presence;
        var canBeNull = presence.Possible.HasFlag(PresenceStates.Null);
        var ifTrue = canBeNull && !said.States.HasFlag(PresenceStates.Null);
        var notNull = member.IsKnown ? new Presence(said.States & ~PresenceStates.Null, said.Possible) : said;
        return Of(member.Place, notNull, ifTrue, canBeNull && !ifTrue);
    }

    public Meaning And(Meaning right) => new(
        Alternatives.And(right.Alternatives), KnownIfTrue.Union(right.KnownIfTrue), KnownIfFalse.Intersect(right.KnownIfFalse));

    public Meaning Or(Meaning right) => new(
        Alternatives.Or(right.Alternatives), KnownIfTrue.Intersect(right.KnownIfTrue), KnownIfFalse.Union(right.KnownIfFalse));

    private static Meaning Of(Place place, FieldValues values, bool knownIfTrue, bool knownIfFalse) => new(
        Alternatives.Of([.. Around(place), new(place, values)]),
        knownIfTrue ? [place.Identity] : Scope.Nothing,
        knownIfFalse ? [place.Identity] : Scope.Nothing);

    /// <summary>What there must be for the place to be there.</summary>
    private static IEnumerable<Condition> Around(Place place)
    {
        for (var outer = place.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer.IsCollection || outer.CanBeNull)
            {
                yield return new(outer, outer.Presence(PresenceStates.Present));
            }
        }
    }
}

/// <summary>A member, and whether its use says that it isn't null: <c>.Value</c>, or a call on it.</summary>
internal sealed record MemberUse(Place Place, bool IsKnown);
