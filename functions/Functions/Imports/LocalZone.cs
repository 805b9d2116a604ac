using System.Globalization;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// What makes a local time an instant: a fixed offset, or a time zone with its daylight saving.
/// </summary>
internal sealed class LocalZone
{
    private readonly TimeZoneInfo _zone;

    private LocalZone(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Finds a zone by its name (<see cref="TimeZones"/>), or UTC by <c>Z</c>; null when there is none.</summary>
    public static LocalZone? Parse(string text) =>
        text is "Z" ? new(TimeZoneInfo.Utc) : TimeZones.Find(text) is { } zone ? new(zone) : null;

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
}
