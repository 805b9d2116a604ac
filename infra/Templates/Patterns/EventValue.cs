using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>A leaf of an event, as matchers look at it; what they ask for is computed once.</summary>
internal sealed class EventValue(JsonElement element)
{
    private bool _textKnown;
    private bool _numberKnown;
    private bool _addressKnown;

    public JsonValueKind Kind { get; } = element.ValueKind;

    /// <summary>The string; null for any other value, and for a string that isn't valid Unicode.</summary>
    public string? Text
    {
        get
        {
            if (!_textKnown)
            {
                field = Kind == JsonValueKind.String ? JsonText.Read(element) : null;
                _textKnown = true;
            }

            return field;
        }
    }

    /// <summary>The number; null for any other value, and for a number that a double doesn't carry.</summary>
    public double? Number
    {
        get
        {
            if (!_numberKnown)
            {
                field = Kind == JsonValueKind.Number ? JsonNumber.Read(JsonMarshal.GetRawUtf8Value(element)) : null;
                _numberKnown = true;
            }

            return field;
        }
    }

    /// <summary>The IP address that the string is; null for any other value.</summary>
    public IPAddress? Address
    {
        get
        {
            if (!_addressKnown)
            {
                field = Text is { } text ? IpAddress.Read(text) : null;
                _addressKnown = true;
            }

            return field;
        }
    }

    /// <summary>Whether the value is a number with exactly this text.</summary>
    public bool IsNumberWritten(ReadOnlySpan<byte> utf8) =>
        Kind == JsonValueKind.Number && JsonMarshal.GetRawUtf8Value(element).SequenceEqual(utf8);
}
