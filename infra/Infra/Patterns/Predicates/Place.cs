using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SensorWatch.Infra.Patterns.Values;

namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Where something of an event stands in its JSON.</summary>
/// <param name="Key">The way to it, of JSON names and <c>[]</c> for an element: <c>detail.data.readings[].value</c>.</param>
/// <param name="Path">The names alone: what a pattern has, which passes over arrays.</param>
/// <param name="Type">Its type, without a nullable around it.</param>
/// <param name="Text">It as C#.</param>
internal sealed record Place(string Key, ImmutableList<string> Path, Type Type, string Text)
{
    public required JsonSerializerOptions Json { get; init; }

    /// <summary>What it is a member or an element of; null for where a predicate's parameter stands.</summary>
    public Place? Parent { get; init; }

    public bool CanBeNull { get; init; }

    /// <summary>Whether a null is written; otherwise it is left out.</summary>
    public bool WritesNull { get; init; }

    /// <summary>Of a collection, whether its elements can be null.</summary>
    public bool HasNullElements { get; init; }

    /// <summary>The <c>Any</c> whose element it is, or is in; the innermost.</summary>
    public Quantifier? Quantifier { get; init; }

    public JsonTypeInfo TypeInfo => Json.GetTypeInfo(Type);

    public bool IsObject => TypeInfo.Kind == JsonTypeInfoKind.Object;

    public bool IsCollection => TypeInfo.Kind == JsonTypeInfoKind.Enumerable;

    public bool IsInElement => Quantifier is not null;

    /// <summary>What is known of it is known of this one, not of another element.</summary>
    public (string Key, Quantifier? Quantifier) Identity => (Key, Quantifier);

    /// <summary>Some of the states in which an object or a collection can be.</summary>
    public Presence Presence(PresenceStates states) => new(
        states, PresenceStates.Present | (IsCollection ? PresenceStates.Empty : PresenceStates.None) | (CanBeNull ? PresenceStates.Null : PresenceStates.None));

    /// <summary>An element, whichever, of this collection.</summary>
    public Place Element(string name)
    {
        var type = TypeInfo.ElementType!;
        var key = $"{Key}[]";
        return new(key, Path, Nullable.GetUnderlyingType(type) ?? type, name)
        {
            Json = Json,
            Parent = this,
            CanBeNull = HasNullElements || Nullable.GetUnderlyingType(type) is not null,
            WritesNull = true,
            Quantifier = new(key, Quantifier),
        };
    }
}

/// <summary>
/// One <c>Any</c>: all that its predicate says must hold for the same element. Two of them may find two elements.
/// </summary>
/// <param name="elements">Key of the collection's elements.</param>
/// <param name="outer">The <c>Any</c> around it.</param>
internal sealed class Quantifier(string elements, Quantifier? outer)
{
    public string Elements { get; } = elements;

    public Quantifier? Outer { get; } = outer;
}
