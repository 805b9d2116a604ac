using System.Globalization;
using System.Text.RegularExpressions;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// What makes a local time an instant: a fixed offset, or a time zone with its daylight saving. The zones are the system's
/// (provided.al2023 has them: https://github.com/amazonlinux/amazon-linux-2023/issues/615).
/// </summary>
internal sealed partial class LocalZone
{
    private readonly TimeZoneInfo _zone;

    private LocalZone(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Reads an IANA id (<c>Europe/Berlin</c>) or an offset (<c>Z</c>, <c>+01:00</c>, <c>-0800</c>); null when it is neither.</summary>
    public static LocalZone? Parse(string text)
    {
        if (TryParseOffset(text, out var offset))
        {
            return new(TimeZoneInfo.CreateCustomTimeZone(text, offset, text, text));
        }

        // The id is a file's name on Linux, so it may not leave its folder.
        return ZoneId().IsMatch(text) && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? new(zone) : null;
    }

    /// <summary>Reads <c>Z</c>, <c>±hh:mm</c> or <c>±hhmm</c>, up to 14 hours.</summary>
    public static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length is not (5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':')
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    /// <summary>
    /// The instant of a local time. Of a time that clocks show twice, when daylight saving ends, the first; null for one that
    /// they never show, when it begins.
    /// </summary>
    public DateTimeOffset? ToInstant(DateTime local)
    {
        if (_zone.IsInvalidTime(local))
        {
            return null;
        }

        // The first of two is the one with the larger offset: daylight saving still holds.
        return InstantOf(local, _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max() : _zone.GetUtcOffset(local));
    }

    /// <summary>A local time with an offset, in UTC; null outside of what .NET's times hold.</summary>
    public static DateTimeOffset? InstantOf(DateTime local, TimeSpan offset)
    {
        var ticks = local.Ticks - offset.Ticks;
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    public override string ToString() => _zone.Id;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ZoneId();
}
