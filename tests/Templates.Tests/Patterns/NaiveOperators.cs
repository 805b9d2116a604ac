using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>The operators of patterns, each as its definition says it, without regard to speed.</summary>
internal static class NaiveOperators
{
    /// <summary>Whether a leaf is what a value of a pattern asks for; a value of <c>exists</c> asks for any.</summary>
    public static bool Matches(JsonElement value, JsonElement leaf)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return IsSame(value, leaf);
        }

        var (name, operand) = Single(value);
        return name switch
        {
            "exists" => operand.GetBoolean(),
            "anything-but" => !Items(operand).Any(excluded => IsExcluded(excluded, leaf)),
            "numeric" => IsInRange(operand, leaf),
            "cidr" => IsInBlock(operand.GetString()!, leaf),
            _ => leaf.ValueKind == JsonValueKind.String && TextMatches(name, operand, leaf.GetString()!),
        };
    }

    private static bool IsSame(JsonElement value, JsonElement leaf) => (value.ValueKind, leaf.ValueKind) switch
    {
        (JsonValueKind.String, JsonValueKind.String) =>
            value.GetString() == leaf.GetString() || (Address(value) is { } address && address == Address(leaf)),
        (JsonValueKind.Number, JsonValueKind.Number) => Carried(value) is { } number && Carried(leaf) is { } other
            ? number == other
            : value.GetRawText() == leaf.GetRawText(),
        var (left, right) => left == right && left is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null,
    };

    private static bool TextMatches(string name, JsonElement operand, string text)
    {
        if (operand.ValueKind == JsonValueKind.Object)
        {
            var folded = Single(operand).Operand.GetString()!;
            var part = text.Length < folded.Length ? "" : name == "prefix" ? text[..folded.Length] : text[^folded.Length..];
            return text.Length >= folded.Length && IgnoringCase(folded, part);
        }

        var wanted = operand.GetString()!;
        return name switch
        {
            "exactly" => text == wanted,
            "prefix" => text.StartsWith(wanted, StringComparison.Ordinal),
            "suffix" => text.EndsWith(wanted, StringComparison.Ordinal),
            "equals-ignore-case" => IgnoringCase(wanted, text),
            "wildcard" => StarMatches(wanted, text),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No operator has this name."),
        };
    }

    private static bool IgnoringCase(string left, string right) => left.Length == right.Length
        && left.Zip(right).All(pair => char.ToUpperInvariant(pair.First) == char.ToUpperInvariant(pair.Second));

    private static bool StarMatches(string wildcard, string text) => wildcard switch
    {
        "" => text.Length == 0,
        ['*', .. var rest] => Enumerable.Range(0, text.Length + 1).Any(start => StarMatches(rest, text[start..])),
        ['\\', var escaped, .. var rest] => text.StartsWith(escaped) && StarMatches(rest, text[1..]),
        _ => text.StartsWith(wildcard[0]) && StarMatches(wildcard[1..], text[1..]),
    };

    /// <summary>Strings and numbers here compare as what they are: no addresses.</summary>
    private static bool IsExcluded(JsonElement excluded, JsonElement leaf)
    {
        if (excluded.ValueKind == JsonValueKind.Object)
        {
            var (name, operand) = Single(excluded);
            return leaf.ValueKind == JsonValueKind.String && Items(operand).Any(item => TextMatches(name, item, leaf.GetString()!));
        }

        return excluded.ValueKind == leaf.ValueKind
            && (leaf.ValueKind == JsonValueKind.String ? excluded.GetString() == leaf.GetString() : Carried(excluded) == Carried(leaf));
    }

    private static bool IsInRange(JsonElement operand, JsonElement leaf)
    {
        if (leaf.ValueKind != JsonValueKind.Number || Carried(leaf) is not { } number)
        {
            return false;
        }

        return operand.EnumerateArray().Chunk(2).All(term =>
        {
            var comparison = number.CompareTo(Carried(term[1])!.Value);
            return term[0].GetString() switch
            {
                "=" => comparison == 0,
                "<" => comparison < 0,
                "<=" => comparison <= 0,
                ">" => comparison > 0,
                _ => comparison >= 0,
            };
        });
    }

    private static bool IsInBlock(string block, JsonElement leaf)
    {
        if (Address(leaf) is not var (address, bits) || Address(block.Split('/')[0]) is not var (start, blockBits) || bits != blockBits)
        {
            return false;
        }

        var size = BigInteger.One << (bits - int.Parse(block.Split('/')[1], CultureInfo.InvariantCulture));
        return address / size == start / size;
    }

    /// <summary>The number, if a double stands for it; decimals have room for all digits that tests write.</summary>
    private static decimal? Carried(JsonElement number) =>
        decimal.TryParse(number.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var written)
        && decimal.Parse(((double)written).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) == written
            ? written
            : null;

    private static (BigInteger Number, int Bits)? Address(JsonElement leaf) =>
        leaf.ValueKind == JsonValueKind.String ? Address(leaf.GetString()!) : null;

    /// <summary>An IP address as a number, and how many bits it has.</summary>
    private static (BigInteger Number, int Bits)? Address(string text)
    {
        var parts = text.Split('.');
        if (parts.Length == 4 && parts.All(part => part.Length > 0 && part.All(char.IsAsciiDigit)))
        {
            return (parts.Aggregate(BigInteger.Zero, (number, part) => (number * 256) + int.Parse(part, CultureInfo.InvariantCulture)), 32);
        }

        return text.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address)
            ? (new BigInteger(address.GetAddressBytes(), isUnsigned: true, isBigEndian: true), 128)
            : null;
    }

    private static IEnumerable<JsonElement> Items(JsonElement operand) =>
        operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray() : [operand];

    private static (string Name, JsonElement Operand) Single(JsonElement expression)
    {
        var property = expression.EnumerateObject().Single();
        return (property.Name, property.Value);
    }
}
