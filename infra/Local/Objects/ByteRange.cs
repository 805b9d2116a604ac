using System.Globalization;

namespace SensorWatch.Local.Objects;

/// <summary>A part of an object, as the header <c>Range</c> asks for it.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">At least 1.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Reads <c>bytes=0-99</c>, <c>bytes=100-</c> or <c>bytes=-100</c>.</summary>
    /// <param name="header">The header; null without one.</param>
    /// <param name="size">The object's.</param>
    /// <returns>Null for the whole object: also for several ranges, which S3 doesn't serve, and for what is no range.</returns>
    /// <exception cref="S3Exception">The range begins behind the object's end.</exception>
    public static ByteRange? Parse(string? header, long size)
    {
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header[Unit.Length..].Split('-') is not [var first, var last])
        {
            return null;
        }

        var range = (TryParse(first, out var from), TryParse(last, out var to)) switch
        {
            (true, true) => from <= to ? new(from, Math.Min(to, size - 1) - from + 1) : null,
            (true, false) when last.Length == 0 => new(from, size - from),
            (false, true) when first.Length == 0 => new(Math.Max(0, size - to), Math.Min(to, size)),
            _ => (ByteRange?)null,
        };
        return range is { Length: <= 0 } ? throw S3Exception.InvalidRange(header, size) : range;
    }

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
