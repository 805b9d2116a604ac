using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace SensorWatch.Functions.Tests.Storage;

/// <summary>The part of DynamoDB's expressions that the stores use.</summary>
internal static partial class FakeExpression
{
    /// <summary>Whether a condition holds for an item; null is no item.</summary>
    /// <param name="condition">Terms joined by AND.</param>
    /// <param name="names">Must all be used, in the condition or in the other expression.</param>
    /// <param name="values">Must all be used, in the condition or in the other expression.</param>
    /// <param name="item">The item as it is.</param>
    /// <param name="other">Another expression of the same request.</param>
    public static bool Holds(string condition, Dictionary<string, string>? names, Item? values, Item? item, string? other = null)
    {
        var used = Token().Matches($"{condition} {other}").Select(match => match.Value).ToHashSet();
        foreach (var name in (names?.Keys ?? Enumerable.Empty<string>()).Concat(values?.Keys ?? Enumerable.Empty<string>()))
        {
            used.ShouldContain(name, $"'{name}' is unused in '{condition}' and '{other}'");
        }

        var tokens = new Queue<string>(Token().Matches(condition).Select(match => match.Value));
        var holds = true;
        do
        {
            holds &= Term(tokens, names!, values, item);
        }
        while (tokens.TryDequeue(out var and) && and == "AND");
        tokens.ShouldBeEmpty();
        return holds;
    }

    /// <summary>Applies <c>SET #a = :a, #b = #b + :one REMOVE #c</c>.</summary>
    public static Item Update(string expression, Dictionary<string, string> names, Item values, Item item)
    {
        var result = new Item(item);
        var parts = expression.Split(" REMOVE ");
        parts[0].ShouldStartWith("SET ");
        foreach (var assignment in parts[0][4..].Split(", "))
        {
            var sides = assignment.Split(" = ");
            var terms = sides[1].Split(" + ");
            result[names[sides[0]]] = terms.Length == 1
                ? values[terms[0]]
                : new() { N = (long.Parse(item[names[terms[0]]].N, CultureInfo.InvariantCulture) + long.Parse(values[terms[1]].N, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture) };
        }

        foreach (var name in parts.Skip(1).SelectMany(removed => removed.Split(", ")))
        {
            result.Remove(names[name]);
        }

        return result;
    }

    private static bool Term(Queue<string> tokens, Dictionary<string, string> names, Item? values, Item? item)
    {
        var token = tokens.Dequeue();
        if (token is "attribute_exists" or "attribute_not_exists")
        {
            tokens.Dequeue().ShouldBe("(");
            var name = names[tokens.Dequeue()];
            var exists = item?.ContainsKey(name) ?? false;
            tokens.Dequeue().ShouldBe(")");
            return exists == (token == "attribute_exists");
        }

        var actual = item?.GetValueOrDefault(names[token]);
        var comparison = tokens.Dequeue();
        var operand = values![tokens.Dequeue()];
        if (comparison == "BETWEEN")
        {
            tokens.Dequeue().ShouldBe("AND");
            var last = values[tokens.Dequeue()];
            Compare(operand, last).ShouldBeLessThanOrEqualTo(0, "BETWEEN needs an upper bound that is not less than the lower one");
            return actual is not null && Compare(actual, operand) >= 0 && Compare(actual, last) <= 0;
        }

        return comparison switch
        {
            "=" => actual is not null && Compare(actual, operand) == 0,
            "<>" => actual is null || Compare(actual, operand) != 0,
            "<" => actual is not null && Compare(actual, operand) < 0,
            _ => throw new NotSupportedException(comparison),
        };
    }

    private static int Compare(AttributeValue a, AttributeValue b) => a.N is not null
        ? decimal.Parse(a.N, CultureInfo.InvariantCulture).CompareTo(decimal.Parse(b.N, CultureInfo.InvariantCulture))
        : string.CompareOrdinal(a.S, b.S);

    [GeneratedRegex(@"[#:]?\w+|<>|<=|>=|[=<>()]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
