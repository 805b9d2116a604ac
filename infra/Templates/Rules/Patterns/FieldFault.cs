using System.Text.Json;
using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Why no event of a kind can have what a pattern asks of a field.</summary>
/// <param name="Message">What is there, and what was expected.</param>
/// <param name="Mend">What may have been meant; empty when nobody can tell.</param>
internal sealed record FieldFault(string Message, string Mend)
{
    private static readonly string[] TextOperators = ["exactly", "prefix", "suffix", "equals-ignore-case", "wildcard", "cidr"];

    /// <summary>
    /// Judges a field against what is known of a kind of event: its example and its schema. A value that the example doesn't
    /// have is possible all the same, unless the schema has another type for it or lists the values.
    /// </summary>
    /// <returns>Null when an event may match.</returns>
    public static FieldFault? Of(PatternField field, EventType type) => field.Path switch
    {
        "source" => OfText(field, type.Source),
        "detail-type" => OfText(field, type.DetailType),
        _ when type.Schema is { } schema && field.Path.StartsWith("detail.", StringComparison.Ordinal) => OfDetail(field, type, schema),
        _ => null,
    };

    private static FieldFault? OfText(PatternField field, string text) => field.Matches(ValueOf(text))
        ? null
        : new($"{field.Path}: {field.Text} is expected, but '{text}' comes.", "");

    private static FieldFault? OfDetail(PatternField field, EventType type, SchemaNode schema)
    {
        var found = schema.Find(field.Path);
        if (found.UnknownName is { } unknown)
        {
            // A service's event may have fields that came later; a contract has those of its schema.
            var near = Suggestion.Nearest(unknown, found.Names);
            return type.Resource is null && near is null
                ? null
                : new($"{field.Path}: {type.DetailType} has no field '{unknown}' in {found.Parent}.", Suggestion.For(unknown, found.Names));
        }

        return found.Schema is null || IsPossible(field, type, found) ? null : Impossible(field, found.Schema);
    }

    private static bool IsPossible(PatternField field, EventType type, SchemaField found)
    {
        var schema = found.Schema!;
        if ((field.MatchesAbsence && !found.IsRequired)
            || (type.Example is { } example && PatternMismatch.Leaves(example, field.Path).Any(leaf => field.Matches(new(leaf)))))
        {
            return true;
        }

        if (schema.Values is { } words)
        {
            return words.Any(word => field.Matches(new(JsonSerializer.SerializeToElement(word))));
        }

        using var values = JsonDocument.Parse(field.Text);
        return values.RootElement.EnumerateArray().Any(value => Fits(value, schema.Type));
    }

    /// <summary>Whether some value of a type may match one of the pattern's.</summary>
    private static bool Fits(JsonElement value, string? type) => (value.ValueKind, type) switch
    {
        (_, null) => true,
        (JsonValueKind.Object, "object") => false,
        (JsonValueKind.Object, _) when value.TryGetProperty("numeric", out _) => type is "number" or "integer",
        (JsonValueKind.Object, _) when value.TryGetProperty("exists", out var exists) => exists.ValueKind == JsonValueKind.True,
        (JsonValueKind.Object, _) => type == "string" || !TextOperators.Any(name => value.TryGetProperty(name, out _)),
        (JsonValueKind.String, _) => type == "string",
        (JsonValueKind.Number, _) => type is "number" or "integer",
        (JsonValueKind.True or JsonValueKind.False, _) => type == "boolean",
        _ => false,
    };

    private static FieldFault Impossible(PatternField field, SchemaNode schema)
    {
        if (schema.Values is { } values)
        {
            List<string> words = [.. values.Select(value => value.ToString())];
            var near = KnownPattern.Literals(field).Select(literal => Suggestion.Question(literal, words)).FirstOrDefault(question => question.Length > 0);
            return new($"{field.Path}: {field.Text} is expected, but the values are {string.Join(", ", words)}.", near?.TrimStart() ?? "");
        }

        if (field.MatchesAbsence)
        {
            return new($"{field.Path}: {field.Text} is expected, but every event has the field.", "");
        }

        return schema.Type == "object"
            ? new($"{field.Path}: {field.Text} is expected, but an object stands there; patterns match the fields in it.", "Name one of its fields.")
            : new($"{field.Path}: {field.Text} is expected, but every event has a value of type {schema.Type} there.", $"Write a value of type {schema.Type}.");
    }

    private static EventValue ValueOf(string text) => new(JsonSerializer.SerializeToElement(text));
}
