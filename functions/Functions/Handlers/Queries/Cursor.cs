using System.Buffers.Text;
using System.Text;

namespace SensorWatch.Functions.Handlers.Queries;

/// <summary>
/// Where a page ends, as a text that callers hand back without looking into it. It grants nothing: whoever makes one up
/// sees what they could have asked for anyway.
/// </summary>
internal static class Cursor
{
    private const char Separator = '\n';

    /// <summary>Makes a cursor of texts without line breaks, in characters that need no escaping in a URL.</summary>
    public static string Write(params IEnumerable<string> parts) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join(Separator, parts)));

    /// <summary>Reads what <see cref="Write"/> made; null when it is something else.</summary>
    public static IReadOnlyList<string>? Read(string cursor) => Base64Url.IsValid(cursor)
        ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(Separator)
        : null;
}
