using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary><c>numeric</c>: one comparison, or a lower bound followed by a higher upper bound.</summary>
internal static class NumericOperator
{
    public static ValueMatcher Parse(JsonElement operand, string at)
    {
        if (operand.ValueKind != JsonValueKind.Array)
        {
            throw new EventPatternException("Value of numeric must be an array.", at);
        }

        List<JsonElement> terms = [.. operand.EnumerateArray()];
        if (terms is not [{ ValueKind: JsonValueKind.String } first, ..])
        {
            throw new EventPatternException($"Invalid member in numeric match: {(terms.Count == 0 ? "]" : terms[0].GetRawText())}", at);
        }

        var comparison = JsonText.Read(first) ?? "";
        if (comparison is not ("=" or "<" or "<=" or ">" or ">="))
        {
            throw new EventPatternException($"Unrecognized numeric range operator: {comparison}", at);
        }

        var bound = Bound(terms, 1, comparison == "=" ? "equals" : comparison, at);
        if (terms.Count == 2)
        {
            return Compare(comparison, bound);
        }

        return comparison is ">" or ">="
            ? Between(Compare(comparison, bound), bound, terms, at)
            : throw new EventPatternException("Too many elements in numeric expression", at);
    }

    private static ValueMatcher Between(ValueMatcher aboveBottom, double bottom, List<JsonElement> terms, string at)
    {
        if (terms[2].ValueKind != JsonValueKind.String)
        {
            throw new EventPatternException($"Bad value in numeric range: {terms[2].GetRawText()}", at);
        }

        var comparison = JsonText.Read(terms[2]) ?? "";
        if (comparison is not ("<" or "<="))
        {
            throw new EventPatternException($"Bad numeric range operator: {comparison}", at);
        }

        var top = Bound(terms, 3, comparison, at);
        if (terms.Count > 4)
        {
            throw new EventPatternException("Too many terms in numeric range expression", at);
        }

        if (bottom >= top)
        {
            throw new EventPatternException("Bottom must be less than top", at);
        }

        var belowTop = Compare(comparison, top);
        return value => aboveBottom(value) && belowTop(value);
    }

    private static double Bound(List<JsonElement> terms, int index, string comparison, string at) =>
        index < terms.Count && terms[index].ValueKind == JsonValueKind.Number
            ? PatternOperators.Number(terms[index], at)
            : throw new EventPatternException($"Value of {comparison} must be numeric", at);

    private static ValueMatcher Compare(string comparison, double bound) => comparison switch
    {
        "<" => value => value.Number < bound,
        "<=" => value => value.Number <= bound,
        ">" => value => value.Number > bound,
        ">=" => value => value.Number >= bound,
        _ => value => value.Number == bound,
    };
}
