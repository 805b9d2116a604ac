using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>How a <see cref="ValueKey"/> is compared with a leaf.</summary>
internal enum ValueKeyKind
{
    /// <summary>The leaf may be anything.</summary>
    Any,

    /// <summary>The leaf is this string.</summary>
    Text,

    /// <summary>The leaf is a string that begins so.</summary>
    Prefix,

    /// <summary>The leaf is a string that ends so.</summary>
    Suffix,

    /// <summary>The leaf is a string that is this IP address.</summary>
    Address,

    /// <summary>The leaf is this number, true, false or null.</summary>
    Literal,
}

/// <summary>
/// What every leaf has that one value of a pattern matches, in a form that can be looked up. It needs not be all that the value
/// asks for.
/// </summary>
internal readonly record struct ValueKey(ValueKeyKind Kind, string Text)
{
    public static ValueKey Any { get; } = new(ValueKeyKind.Any, "");

    /// <summary>The key of a string, number, true, false or null in a pattern that is known to be valid.</summary>
    public static ValueKey Of(JsonElement literal)
    {
        if (literal.ValueKind != JsonValueKind.String)
        {
            return new(ValueKeyKind.Literal, LiteralOf(literal));
        }

        var text = literal.GetString()!;
        return IpAddress.Read(text) is { } address ? new(ValueKeyKind.Address, address.ToString()) : new(ValueKeyKind.Text, text);
    }

    /// <summary>The key of an operator in a pattern that is known to be valid.</summary>
    public static ValueKey Of(string name, JsonElement operand)
    {
        if (operand.ValueKind != JsonValueKind.String)
        {
            return Any;
        }

        var text = operand.GetString()!;
        return name switch
        {
            "exactly" => new(ValueKeyKind.Text, text),
            "prefix" => new(ValueKeyKind.Prefix, text),
            "suffix" => new(ValueKeyKind.Suffix, text),
            "wildcard" => Wildcard.Parse(text, "") switch
            {
                { Start: [_, ..] start } => new(ValueKeyKind.Prefix, start),
                { End: [_, ..] end } => new(ValueKeyKind.Suffix, end),
                _ => Any,
            },
            _ => Any,
        };
    }

    /// <summary>A number, true, false or null as the text of a key: numbers that are equal have the same.</summary>
    public static string LiteralOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Number)
        {
            return element.GetRawText();
        }

        var written = JsonMarshal.GetRawUtf8Value(element);

        // Adding zero makes 0 of -0.
        return JsonNumber.Read(written) is { } number ? (number + 0.0).ToString("R", CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(written);
    }
}
