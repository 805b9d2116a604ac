using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// An event pattern as EventBridge rules have it, and the filters of Lambda event source mappings: compiled once, then matched
/// against any number of events by any number of threads.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
/// </summary>
/// <remarks>
/// How fields, arrays and <c>$or</c> work together follows Event Ruler, the engine behind EventBridge
/// (https://github.com/aws/event-ruler): an event is flattened into leaves, each with its dotted path and the array elements that
/// it stands in; a pattern into alternatives, each a set of paths. An alternative matches when every path finds a leaf and no
/// two of those stand in different elements of the same array.
/// </remarks>
public sealed class EventPattern
{
    private readonly string _text;
    private readonly PathTree<List<PatternField>> _fields = new();
    private readonly int _fieldCount;
    private readonly IReadOnlyList<Alternative> _alternatives;

    private EventPattern(string text, IReadOnlyList<Alternative> alternatives)
    {
        _text = text;
        _alternatives = alternatives;

        // Alternatives of an $or share the fields that stand beside it.
        foreach (var field in alternatives.SelectMany(alternative => alternative.Fields).Distinct())
        {
            field.Index = _fieldCount++;
            _fields.At(field.Path).Add(field);
        }
    }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="EventPatternException">EventBridge would refuse it.</exception>
    public static EventPattern Parse(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        try
        {
            using var document = JsonDocument.Parse(pattern);
            return new(pattern, PatternParser.Parse(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // Text that isn't valid Unicode comes as an ArgumentException.
            throw new EventPatternException($"Invalid JSON: {exception.Message}", "$", exception);
        }
    }

    /// <inheritdoc cref="Parse(string)"/>
    public static EventPattern Parse(JsonObject pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Parse(pattern.ToJsonString());
    }

    /// <summary>Whether the pattern matches an event. Parse events with <see cref="JsonDocument"/>: every one of duplicate keys counts.</summary>
    public bool Matches(JsonElement @event)
    {
        if (@event.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var leaves = EventLeaves.Collect(@event, _fields, _fieldCount);
        return _alternatives.Any(alternative => alternative.Matches(leaves));
    }

    /// <summary>
    /// Why the pattern doesn't match an event: the first field that has another value, of the alternative that comes nearest;
    /// null when it matches.
    /// </summary>
    public PatternMismatch? Explain(JsonElement @event) => Matches(@event) ? null : PatternMismatch.Find(_alternatives, @event);

    /// <summary>All fields in which an event is not as the pattern wants, of the alternative that comes nearest; none when it matches.</summary>
    public IReadOnlyList<PatternMismatch> ExplainAll(JsonElement @event) => Matches(@event) ? [] : PatternMismatch.FindAll(_alternatives, @event);

    /// <summary>The alternatives of <c>$or</c>; one without it.</summary>
    internal IReadOnlyList<Alternative> Alternatives => _alternatives;

    /// <summary>The pattern's text.</summary>
    public override string ToString() => _text;
}
