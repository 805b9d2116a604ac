using System.Net;
using System.Text;
using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// The values of a field, and the operators among them. Reasons of refusal are worded as AWS words them, even where AWS names the
/// wrong operator. To add an operator: an entry in the table and a method that makes its matcher.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
/// </summary>
internal static class PatternOperators
{
    private const string Exists = "exists";

    private static readonly Dictionary<string, Func<JsonElement, string, ValueMatcher>> Table = new()
    {
        ["exactly"] = Exactly,
        ["prefix"] = Prefix,
        ["suffix"] = Suffix,
        ["equals-ignore-case"] = EqualsIgnoreCase,
        ["wildcard"] = MatchesWildcard,
        ["anything-but"] = AnythingButOperator.Parse,
        ["numeric"] = NumericOperator.Parse,
        ["cidr"] = CidrOperator.Parse,
    };

    public static IEnumerable<string> Names => Table.Keys.Append(Exists);

    /// <summary>Makes a field of its list of values.</summary>
    /// <param name="values">A JSON array.</param>
    /// <param name="path">The field's path.</param>
    /// <param name="at">For messages.</param>
    public static PatternField ParseField(JsonElement values, string path, string at)
    {
        var matchers = new List<ValueMatcher>();
        var keys = new List<ValueKey>();
        var matchesAbsence = false;
        var index = 0;
        foreach (var value in values.EnumerateArray())
        {
            var here = $"{at}[{index++}]";
            if (value.ValueKind != JsonValueKind.Object)
            {
                matchers.Add(Literal(value, here));
                keys.Add(ValueKey.Of(value));
                continue;
            }

            var (name, operand) = Operator(value, here);
            if (name != Exists)
            {
                matchers.Add(Table[name](operand, $"{here}.{name}"));
                keys.Add(ValueKey.Of(name, operand));
            }
            else if (ReadExists(operand, here))
            {
                matchers.Add(static _ => true);
                keys.Add(ValueKey.Any);
            }
            else
            {
                matchesAbsence = true;
            }
        }

        return index == 0
            ? throw new EventPatternException("Empty arrays are not allowed", at)
            : new(path, matchers, keys, matchesAbsence, values.GetRawText());
    }

    /// <summary>The string of an operand.</summary>
    /// <param name="operand">The operand.</param>
    /// <param name="refusal">AWS's reason when it is no string.</param>
    /// <param name="at">For messages.</param>
    public static string Text(JsonElement operand, string refusal, string at) =>
        (operand.ValueKind == JsonValueKind.String ? JsonText.Read(operand) : null) ?? throw new EventPatternException(refusal, at);

    /// <summary>The number of an operand.</summary>
    public static double Number(JsonElement operand, string at) =>
        JsonNumber.Read(Encoding.UTF8.GetBytes(operand.GetRawText()))
            ?? throw new EventPatternException($"Cannot compare number : {operand.GetRawText()}", at);

    private static (string Name, JsonElement Operand) Operator(JsonElement expression, string at)
    {
        var properties = expression.EnumerateObject();
        if (!properties.MoveNext())
        {
            throw new EventPatternException("Match expression name not found", at);
        }

        var (name, operand) = (JsonText.ReadName(properties.Current), properties.Current.Value);
        if (name != Exists && (name is null || !Table.ContainsKey(name)))
        {
            throw new EventPatternException($"Unrecognized match type {name}", at);
        }

        return properties.MoveNext()
            ? throw new EventPatternException(
                name is "numeric" or "anything-but" ? "Too many elements in numeric expression" : "Only one key allowed in match expression",
                at)
            : (name, operand);
    }

    private static ValueMatcher Literal(JsonElement literal, string at)
    {
        switch (literal.ValueKind)
        {
            case JsonValueKind.String:
                var text = Text(literal, "Match value is not valid Unicode", at);
                return IpAddress.Read(text) is { } address ? IsAddress(address) : value => value.Text == text;
            case JsonValueKind.Number:
                var written = Encoding.UTF8.GetBytes(literal.GetRawText());
                return JsonNumber.Read(written) is { } number
                    ? value => value.Number == number
                    : value => value.IsNumberWritten(written);
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                var kind = literal.ValueKind;
                return value => value.Kind == kind;
            default:
                throw new EventPatternException("Match value must be String, number, true, false, or null", at);
        }
    }

    private static ValueMatcher IsAddress(IPAddress address) => value => address.Equals(value.Address);

    private static bool ReadExists(JsonElement operand, string at) => operand.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw new EventPatternException("exists match pattern must be either true or false.", $"{at}.{Exists}"),
    };

    private static ValueMatcher Exactly(JsonElement operand, string at)
    {
        var text = Text(operand, "exact match pattern must be a string", at);
        return value => value.Text == text;
    }

    private static ValueMatcher Prefix(JsonElement operand, string at)
    {
        if (operand.ValueKind == JsonValueKind.Object)
        {
            var ignoringCase = ReadIgnoreCase(operand, "prefix", at);
            return value => value.Text is { } text && ignoringCase.StartsWith(text);
        }

        var prefix = Text(operand, "prefix match pattern must be a string", at);
        return value => value.Text is { } text && text.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static ValueMatcher Suffix(JsonElement operand, string at)
    {
        if (operand.ValueKind == JsonValueKind.Object)
        {
            var ignoringCase = ReadIgnoreCase(operand, "suffix", at);
            return value => value.Text is { } text && ignoringCase.EndsWith(text);
        }

        var suffix = Text(operand, "suffix match pattern must be a string", at);
        return value => value.Text is { } text && text.EndsWith(suffix, StringComparison.Ordinal);
    }

    private static ValueMatcher EqualsIgnoreCase(JsonElement operand, string at)
    {
        var ignoringCase = new IgnoreCase(Text(operand, "equals-ignore-case match pattern must be a string", at));
        return value => value.Text is { } text && ignoringCase.Equals(text);
    }

    private static ValueMatcher MatchesWildcard(JsonElement operand, string at)
    {
        var wildcard = Wildcard.Parse(Text(operand, "wildcard match pattern must be a string", at), at);
        return value => value.Text is { } text && wildcard.Matches(text);
    }

    private static IgnoreCase ReadIgnoreCase(JsonElement operand, string outer, string at)
    {
        var properties = operand.EnumerateObject();
        if (!properties.MoveNext())
        {
            throw new EventPatternException($"{char.ToUpperInvariant(outer[0])}{outer[1..]} expression name not found", at);
        }

        var inner = properties.Current;
        if (!JsonText.NameIs(inner, "equals-ignore-case"))
        {
            throw new EventPatternException($"Unsupported {outer} pattern: {JsonText.ReadName(inner)}", at);
        }

        return properties.MoveNext()
            ? throw new EventPatternException("Only one key allowed in match expression", at)
            : new(Text(inner.Value, "equals-ignore-case match pattern must be a string", $"{at}.equals-ignore-case"));
    }
}
