using System.Collections.Immutable;
using System.Text.Json;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>
/// A second matcher of patterns, for comparison: it writes down every leaf of the event with its path and the array elements around
/// it, and tries every combination of leaves.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
/// </summary>
internal static class NaiveMatcher
{
    public static bool Matches(string pattern, string @event)
    {
        using var patternDocument = JsonDocument.Parse(pattern);
        using var eventDocument = JsonDocument.Parse(@event);
        List<Leaf> leaves = [.. Leaves(eventDocument.RootElement, "", "", ImmutableDictionary<string, int>.Empty)];
        return Alternatives(patternDocument.RootElement, "").Any(alternative =>
        {
            // Of a field that comes more than once, the last holds; then fields go in the order of their paths.
            var fields = alternative.GroupBy(field => field.Path).Select(group => group.Last()).OrderBy(field => field.Path, StringComparer.Ordinal);
            return Matches([.. fields], leaves, ImmutableDictionary<string, int>.Empty);
        });
    }

    /// <param name="fields">What is left to be matched.</param>
    /// <param name="leaves">The event.</param>
    /// <param name="chosen">The element of each array that what was matched stands in.</param>
    private static bool Matches(ImmutableArray<Field> fields, List<Leaf> leaves, ImmutableDictionary<string, int> chosen)
    {
        if (fields.IsEmpty)
        {
            return true;
        }

        var rest = fields[1..];
        List<Leaf> open =
        [
            .. leaves.Where(leaf => leaf.Path == fields[0].Path
                && leaf.Elements.All(element => chosen.GetValueOrDefault(element.Key, element.Value) == element.Value)),
        ];
        return open.Exists(leaf => fields[0].Values.EnumerateArray().Any(value => NaiveOperators.Matches(value, leaf.Value))
                && Matches(rest, leaves, chosen.SetItems(leaf.Elements)))
            || (open.Count == 0 && fields[0].Values.EnumerateArray().Any(IsAbsence) && Matches(rest, leaves, chosen));
    }

    private static bool IsAbsence(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("exists", out var exists) && exists.ValueKind == JsonValueKind.False;

    /// <summary>The pattern without <c>$or</c>: every way through it, each with its fields in the order of the text.</summary>
    private static IEnumerable<ImmutableList<Field>> Alternatives(JsonElement pattern, string path)
    {
        IEnumerable<ImmutableList<Field>> before = [[]];
        foreach (var property in pattern.EnumerateObject())
        {
            List<ImmutableList<Field>> here = property switch
            {
                { Name: "$or" } => [.. property.Value.EnumerateArray().SelectMany(member => Alternatives(member, path))],
                { Value.ValueKind: JsonValueKind.Array } => [[new(Join(path, property.Name), property.Value)]],
                _ => [.. Alternatives(property.Value, Join(path, property.Name))],
            };
            before = [.. before.SelectMany(fields => here.Select(fields.AddRange))];
        }

        return before;
    }

    /// <param name="element">A part of the event.</param>
    /// <param name="path">The keys that lead there.</param>
    /// <param name="place">Where it stands in the text, which no other part shares.</param>
    /// <param name="elements">The elements of arrays that it stands in.</param>
    private static IEnumerable<Leaf> Leaves(JsonElement element, string path, string place, ImmutableDictionary<string, int> elements) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Index().SelectMany(property =>
            Leaves(property.Item.Value, Join(path, property.Item.Name), $"{place}/{property.Index}", elements)),
        JsonValueKind.Array => element.EnumerateArray().Index().SelectMany(item => Leaves(
            item.Item,
            path,
            $"{place}/{item.Index}",
            item.Item.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? elements.Add(place, item.Index) : elements)),
        _ => [new(path, element, elements)],
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private sealed record Field(string Path, JsonElement Values);

    private sealed record Leaf(string Path, JsonElement Value, ImmutableDictionary<string, int> Elements);
}
