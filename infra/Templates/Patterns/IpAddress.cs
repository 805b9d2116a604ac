using System.Globalization;
using System.Net;

namespace SensorWatch.Templates.Patterns;

/// <summary>
/// IP addresses as Event Ruler reads them: four decimal numbers with dots, or hexadecimal groups with colons; no zone, no
/// brackets, no dots in version 6. A version 6 address that maps a version 4 one is that one.
/// </summary>
internal static class IpAddress
{
    /// <summary>The address; null when the text is none.</summary>
    public static IPAddress? Read(string text)
    {
        if (LooksLikeVersion4(text))
        {
            return ReadVersion4(text);
        }

        return LooksLikeVersion6(text) && IPAddress.TryParse(text, out var address)
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;
    }

    /// <summary>Whether the text has the form of an address, if perhaps numbers that are none.</summary>
    public static bool LooksLikeAddress(string text) => LooksLikeVersion4(text) || LooksLikeVersion6(text);

    private static bool LooksLikeVersion4(string text) =>
        text.Length > 0 && char.IsAsciiDigit(text[0]) && text.Count(character => character == '.') == 3
        && text.Split('.').All(part => part.Length > 0 && part.All(char.IsAsciiDigit));

    private static bool LooksLikeVersion6(string text) =>
        text.Contains(':', StringComparison.Ordinal) && text.All(character => char.IsAsciiHexDigit(character) || character == ':');

    /// <summary>.NET would take a part with a leading zero for octal; here it is decimal.</summary>
    private static IPAddress? ReadVersion4(string text)
    {
        Span<byte> bytes = stackalloc byte[4];
        var position = 0;
        foreach (var part in text.Split('.'))
        {
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out bytes[position++]))
            {
                return null;
            }
        }

        return new IPAddress(bytes);
    }
}
