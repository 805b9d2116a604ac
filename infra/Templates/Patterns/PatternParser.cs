using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// Takes a pattern apart into alternatives. Fields are written into all alternatives in the order of the text and <c>$or</c>
/// multiplies those that there are, so of the same field inside and beside an <c>$or</c> the later one holds.
/// </summary>
internal static class PatternParser
{
    /// <summary>EventBridge's limit: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html</summary>
    private const int MaximumAlternatives = 1000;

    private const string Or = "$or";

    /// <summary>
    /// Keys that an <c>$or</c> can't have in its objects: with one of them, it is a field of that name. Operators, comparisons, and
    /// what Event Ruler keeps free for operators to come.
    /// </summary>
    private static readonly HashSet<string> Reserved =
    [
        .. PatternOperators.Names,
        "=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case", "date-after", "date-on-or-after",
        "date-before", "date-on-or-before", "in-date-range", "ip-address-in-range", "ip-address-not-in-range",
    ];

    /// <summary>Whether an <c>$or</c> that has this name in one of its objects is a field.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    public static IReadOnlyList<Alternative> Parse(JsonElement pattern)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
        {
            throw new EventPatternException("Filter is not an object", "$");
        }

        return [.. ParseObject(pattern, "", "$", [[]]).Select(fields => new Alternative(fields.Values))];
    }

    /// <param name="element">The object.</param>
    /// <param name="fieldPath">The keys that lead to it, joined with dots; without those of <c>$or</c>.</param>
    /// <param name="at">For messages.</param>
    /// <param name="alternatives">What stands before it.</param>
    /// <returns>What stands before and in it.</returns>
    private static List<Dictionary<string, PatternField>> ParseObject(
        JsonElement element,
        string fieldPath,
        string at,
        List<Dictionary<string, PatternField>> alternatives)
    {
        var isEmpty = true;
        foreach (var property in element.EnumerateObject())
        {
            isEmpty = false;
            var name = JsonText.ReadName(property) ?? throw new EventPatternException("A field name is not valid Unicode", at);
            var path = fieldPath.Length == 0 ? name : $"{fieldPath}.{name}";
            var here = $"{at}.{name}";
            alternatives = property.Value.ValueKind switch
            {
                JsonValueKind.Array when name == Or && IsOr(property.Value) => ParseOr(property.Value, fieldPath, here, alternatives),
                JsonValueKind.Array => Write(PatternOperators.ParseField(property.Value, path, here), alternatives),
                JsonValueKind.Object => ParseObject(property.Value, path, here, alternatives),
                _ => throw new EventPatternException($"\"{name}\" must be an object or an array", here),
            };
        }

        return isEmpty ? throw new EventPatternException("Empty objects are not allowed", at) : alternatives;
    }

    private static List<Dictionary<string, PatternField>> ParseOr(
        JsonElement members,
        string fieldPath,
        string at,
        List<Dictionary<string, PatternField>> alternatives)
    {
        var forked = new List<Dictionary<string, PatternField>>();
        var index = 0;
        foreach (var member in members.EnumerateArray())
        {
            List<Dictionary<string, PatternField>> copies = [.. alternatives.Select(fields => new Dictionary<string, PatternField>(fields))];
            forked.AddRange(ParseObject(member, fieldPath, $"{at}[{index++}]", copies));
            if (forked.Count > MaximumAlternatives)
            {
                throw new EventPatternException($"The pattern has more than {MaximumAlternatives} rule combinations", at);
            }
        }

        return forked;
    }

    private static List<Dictionary<string, PatternField>> Write(PatternField field, List<Dictionary<string, PatternField>> alternatives)
    {
        foreach (var fields in alternatives)
        {
            fields[field.Path] = field;
        }

        return alternatives;
    }

    private static bool IsOr(JsonElement members) =>
        members.GetArrayLength() >= 2
        && members.EnumerateArray().All(member => member.ValueKind == JsonValueKind.Object && !HasReservedKey(member));

    private static bool HasReservedKey(JsonElement element) => element.EnumerateObject().Any(property =>
        (JsonText.ReadName(property) is { } name && Reserved.Contains(name))
        || (property.Value.ValueKind == JsonValueKind.Object && HasReservedKey(property.Value)));
}
