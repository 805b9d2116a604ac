using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Writes the conditions of one alternative as fields of a pattern.</summary>
internal static class FieldWriter
{
    private const string Exists = """{"exists":true}""";
    private const string Missing = """{"exists":false}""";
    private const string Null = "null";

    public static IReadOnlyList<Field> Fields(Alternative alternative) =>
        [.. alternative.Conditions.Where(condition => !IsImplied(condition, alternative)).Select(ToField)];

    private static Field ToField(Condition condition) => condition.Values switch
    {
        ScalarValues values => ToField(condition.Place, values),
        Presence presence => ToField(condition.Place, presence),
        _ => throw new InvalidOperationException($"{condition.Values.GetType().Name} has no form in a pattern."),
    };

    private static Field ToField(Place place, ScalarValues values)
    {
        if (!values.CanBeNull || place.WritesNull)
        {
            string[] matchers = values.Values.IsNone ? [] : [.. Texts(values, place, mayMatchNull: !values.CanBeNull || values.HasNull)];
            var needsNull = values.HasNull && !matchers.Any(matcher => matcher.StartsWith("""{"anything-but":""", StringComparison.Ordinal));
            return new(place.Path, needsNull ? [.. matchers, Null] : [.. matchers]);
        }

        if (values.HasNull)
        {
            RequireOutsideElement(place);
        }

        ImmutableList<string> present = values.Values.IsAll ? [Exists] : values.Values.IsNone ? [] : [.. Texts(values, place, mayMatchNull: true)];
        return new(place.Path, values.HasNull ? present.Add(Missing) : present);
    }

    private static IEnumerable<string> Texts(ScalarValues values, Place place, bool mayMatchNull) =>
        values.Values.ToMatchers(place.Text, mayMatchNull).Select(matcher => matcher.ToJsonString(RulePattern.Readable));

    private static Field ToField(Place place, Presence presence)
    {
        var isMissing = !presence.States.HasFlag(PresenceStates.Present);
        var hasBothOrNone = presence.States == (presence.Possible & ~PresenceStates.Present) || presence.States == PresenceStates.Present;
        if (!hasBothOrNone)
        {
            throw new PatternNotSupportedException(
                place.Text,
                "EventBridge takes an empty collection for a missing one.",
                $"Write `{place.Text} == null || !{place.Text}.Any()`, or `{place.Text} != null && {place.Text}.Any()`.");
        }

        if (isMissing)
        {
            RequireOutsideElement(place);
        }

        var leaf = Leaf(place) ?? throw new PatternNotSupportedException(
            place.Text,
            $"EventBridge sees an object only by its members, and {place.Type.Name} has none that is always written.",
            "Compare one of its members, or make one of them required.");
        return new(leaf, [isMissing ? Missing : Exists]);
    }

    /// <summary>
    /// Where there is a value whenever the place is there. EventBridge asks for values alone:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-exists-matching
    /// </summary>
    private static ImmutableList<string>? Leaf(Place place)
    {
        if (place.IsCollection)
        {
            var element = place.Element("");
            return ScalarDomain.IsScalar(element) ? place.Path
                : element.IsObject && !element.CanBeNull ? Leaf(element)
                : null;
        }

        return LeafBelow(place.Path, place, []);
    }

    private static ImmutableList<string>? LeafBelow(ImmutableList<string> path, Place place, ImmutableHashSet<Type> around)
    {
        var members = place.TypeInfo.Properties
            .Where(property => property.Get is not null
                && property.CustomConverter is null
                && !property.Name.Contains('.', StringComparison.Ordinal)
                && !MemberReader.CanBeNull(property, place.Json)
                && MemberReader.IgnoreCondition(property, place.Json) != JsonIgnoreCondition.WhenWritingDefault)
            .Select(property => new Place("", path.Add(property.Name), property.PropertyType, "") { Json = place.Json })
            .ToList();
        return members.Find(ScalarDomain.IsScalar)?.Path
            ?? members.Where(member => member.IsObject && !around.Contains(member.Type))
                .Select(member => LeafBelow(member.Path, member, around.Add(place.Type)))
                .FirstOrDefault(leaf => leaf is not null);
    }

    /// <summary>Whether another condition can hold only if this does: that something is there in which something must be.</summary>
    private static bool IsImplied(Condition condition, Alternative alternative) =>
        condition.Values is Presence { States: PresenceStates.Present }
        && alternative.Conditions.Any(other => IsBelow(other.Place, condition.Place) && other.Values switch
        {
            ScalarValues values => !values.HasNull || other.Place.WritesNull,
            Presence presence => presence.States == PresenceStates.Present,
            _ => false,
        });

    private static bool IsBelow(Place place, Place above)
    {
        for (var outer = place.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer.Key == above.Key)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>In an array, <c>exists: false</c> asks that no element has the field, or only one that other fields have chosen.</summary>
    private static void RequireOutsideElement(Place place)
    {
        if (place.IsInElement)
        {
            throw new PatternNotSupportedException(
                place.Text,
                "it may be missing, and EventBridge asks of an array's elements only what is there.",
                $"Ask for elements that have it: `{place.Text} != null && …`.");
        }
    }
}
