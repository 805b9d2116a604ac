using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>Where a pattern and an event part.</summary>
/// <param name="Path">The field: <c>detail.data.alert.severity</c>.</param>
/// <param name="Expected">The pattern's values for it, a JSON array: <c>["critical"]</c>.</param>
/// <param name="Came">The event's values there, as JSON; none when it has no such field.</param>
public sealed record PatternMismatch(string Path, string Expected, IReadOnlyList<string> Came)
{
    /// <summary>
    /// Each field matches by itself, but in different elements of an array; these are the fields. None for an ordinary mismatch.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns-arrays.html
    /// </summary>
    public IReadOnlyList<string> InDifferentElements { get; init; } = [];

    /// <summary>One line: the field, what was expected and what came.</summary>
    public override string ToString() => (InDifferentElements, Came) switch
    {
        ([_, ..], _) => $"{string.Join(" and ", InDifferentElements)} match in different elements of an array; one element must match them all",
        (_, []) => $"{Path}: {Expected} is expected, but the event has no such field",
        (_, [var one]) => $"{Path}: {Expected} is expected, but {one} came",
        _ => $"{Path}: {Expected} is expected, but {string.Join(", ", Came)} came",
    };

    /// <summary>The mismatch in the alternative of which most fields match; source and detail-type count before the others.</summary>
    internal static PatternMismatch Find(IReadOnlyList<Alternative> alternatives, JsonElement @event) => FindAll(alternatives, @event)[0];

    /// <summary>All mismatches in the alternative that <see cref="Find"/> takes.</summary>
    internal static IReadOnlyList<PatternMismatch> FindAll(IReadOnlyList<Alternative> alternatives, JsonElement @event)
    {
        var nearest = alternatives
            .Select(alternative => (alternative, Fields: Wrong(alternative, @event)))
            .OrderBy(candidate => candidate.Fields.Count(field => Rank(field.Path) < 2))
            .ThenBy(candidate => candidate.Fields.Count)
            .First();
        return nearest.Fields.Count > 0
            ? [.. nearest.Fields.Select(field => new PatternMismatch(field.Path, field.Text, Values(@event, field.Path)))]
            : [new("", "", []) { InDifferentElements = Apart(nearest.alternative, @event) }];
    }

    /// <summary>The event's values at a path, as JSON.</summary>
    internal static IReadOnlyList<string> Values(JsonElement @event, string path) => [.. Leaves(@event, path).Select(leaf => leaf.GetRawText())];

    /// <summary>The values at a path: keys with dots in them are as good as nested ones, and of an array every element counts.</summary>
    internal static IEnumerable<JsonElement> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Leaves(item, path)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Below(property, path)),
        _ => path.Length == 0 ? [element] : [],
    };

    private static IEnumerable<JsonElement> Below(JsonProperty property, string path) => JsonText.ReadName(property) switch
    {
        { } name when name == path => Leaves(property.Value, ""),
        { } name when path.StartsWith(name + ".", StringComparison.Ordinal) => Leaves(property.Value, path[(name.Length + 1)..]),
        _ => [],
    };

    private static List<PatternField> Wrong(Alternative alternative, JsonElement @event) =>
    [
        .. alternative.Fields.Where(field => !MatchesAlone(field, @event))
            .OrderBy(field => Rank(field.Path))
            .ThenBy(field => field.Path, StringComparer.Ordinal),
    ];

    private static bool MatchesAlone(PatternField field, JsonElement @event)
    {
        List<JsonElement> leaves = [.. Leaves(@event, field.Path)];
        return leaves.Count == 0 ? field.MatchesAbsence : leaves.Exists(leaf => field.Matches(new EventValue(leaf)));
    }

    /// <summary>The fields inside of arrays, which alone can match in different elements.</summary>
    private static List<string> Apart(Alternative alternative, JsonElement @event)
    {
        List<string> paths = [.. alternative.Fields.Select(field => field.Path).Order(StringComparer.Ordinal)];
        List<string> several = [.. paths.Where(path => Leaves(@event, path).Skip(1).Any())];
        return several.Count > 1 ? several : paths;
    }

    private static int Rank(string path) => path switch
    {
        "source" => 0,
        "detail-type" => 1,
        _ => path.StartsWith("detail.", StringComparison.Ordinal) ? 3 : 2,
    };
}
