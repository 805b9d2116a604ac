using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// <c>anything-but</c>: a value that is there and is none of those. Only a string can be one of the strings and only a number one
/// of the numbers, so null, booleans and values of the other kind always match.
/// </summary>
internal static class AnythingButOperator
{
    private const string WrongOperand = "Value of anything-but must be an array or single string/number value.";

    private static readonly Dictionary<string, Func<JsonElement, string, Func<string, bool>>> Nested = new()
    {
        ["prefix"] = Prefix,
        ["suffix"] = Suffix,
        ["equals-ignore-case"] = EqualsIgnoreCase,
        ["wildcard"] = MatchesWildcard,
    };

    public static ValueMatcher Parse(JsonElement operand, string at) => operand.ValueKind switch
    {
        JsonValueKind.Object => ParseNested(operand, at),
        JsonValueKind.Array => ParseList(operand, at),
        JsonValueKind.String => NoneOf([Text(operand, at)]),
        JsonValueKind.Number => NoneOf([PatternOperators.Number(operand, at)]),
        _ => throw new EventPatternException(WrongOperand, at),
    };

    private static ValueMatcher ParseList(JsonElement list, string at)
    {
        List<JsonElement> items = [.. list.EnumerateArray()];
        if (items.Any(item => item.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)))
        {
            throw new EventPatternException("Inside anything but list, start|null|boolean is not supported.", at);
        }

        return items.Select(item => item.ValueKind).Distinct().ToList() switch
        {
            [JsonValueKind.String] => NoneOf(items.Select(item => Text(item, at)).ToHashSet()),
            [JsonValueKind.Number] => NoneOf(items.Select(item => PatternOperators.Number(item, at)).ToHashSet()),
            _ => throw new EventPatternException(
                "Inside anything but list, either all values are number or string, mixed type is not supported",
                at),
        };
    }

    private static ValueMatcher ParseNested(JsonElement operand, string at)
    {
        var properties = operand.EnumerateObject();
        if (!properties.MoveNext())
        {
            throw new EventPatternException("Anything-But expression name not found", at);
        }

        var (name, value) = (JsonText.ReadName(properties.Current) ?? "", properties.Current.Value);
        if (!Nested.TryGetValue(name, out var parse))
        {
            throw new EventPatternException($"Unsupported anything-but pattern: {name}", at);
        }

        if (properties.MoveNext())
        {
            throw new EventPatternException("Too many elements in numeric expression", at);
        }

        List<JsonElement> items = value.ValueKind switch
        {
            JsonValueKind.Array when value.GetArrayLength() == 0 => throw new EventPatternException("Empty arrays are not allowed", at),
            JsonValueKind.Array => [.. value.EnumerateArray()],
            JsonValueKind.String or JsonValueKind.Number => [value],
            _ => throw new EventPatternException(WrongOperand, at),
        };
        List<Func<string, bool>> excluded = [.. items.Select(item => parse(item, $"{at}.{name}"))];
        return leaf => leaf.Text is not { } text || !excluded.Exists(excludes => excludes(text));
    }

    private static ValueMatcher NoneOf(HashSet<string> excluded) => leaf => leaf.Text is not { } text || !excluded.Contains(text);

    private static ValueMatcher NoneOf(HashSet<double> excluded) => leaf => leaf.Number is not { } number || !excluded.Contains(number);

    private static string Text(JsonElement operand, string at) => PatternOperators.Text(operand, WrongOperand, at);

    private static Func<string, bool> Prefix(JsonElement operand, string at)
    {
        var prefix = Affix(operand, at);
        return text => text.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static Func<string, bool> Suffix(JsonElement operand, string at)
    {
        var suffix = Affix(operand, at);
        return text => text.EndsWith(suffix, StringComparison.Ordinal);
    }

    private static Func<string, bool> EqualsIgnoreCase(JsonElement operand, string at) => new IgnoreCase(PatternOperators.Text(
        operand,
        "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
        at)).Equals;

    private static Func<string, bool> MatchesWildcard(JsonElement operand, string at) =>
        Wildcard.Parse(PatternOperators.Text(operand, "wildcard match pattern must be a string", at), at).Matches;

    private static string Affix(JsonElement operand, string at)
    {
        var affix = PatternOperators.Text(operand, "prefix/suffix match pattern must be a string", at);
        return affix.Length > 0 ? affix : throw new EventPatternException("Null prefix/suffix not allowed", at);
    }
}
