using System.Globalization;
using System.Text.RegularExpressions;

namespace SensorWatch.Functions.Sensors;

/// <summary>
/// Time zones by name: an IANA name such as <c>America/Los_Angeles</c>, or a fixed offset such as <c>-08:00</c>. The names
/// come from the operating system (provided.al2023 has had them since January 2024:
/// https://github.com/amazonlinux/amazon-linux-2023/issues/615); offsets work everywhere.
/// </summary>
public static partial class TimeZones
{
    /// <summary>What <see cref="TimeZoneInfo"/> and <see cref="DateTimeOffset"/> can hold.</summary>
    private static readonly TimeSpan MaximumOffset = TimeSpan.FromHours(14);

    /// <summary>The zone; null when there is none of that name.</summary>
    public static TimeZoneInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (OffsetPattern().IsMatch(name))
        {
            var offset = TimeSpan.ParseExact(name.AsSpan(1), "hh\\:mm", CultureInfo.InvariantCulture);
            return offset > MaximumOffset ? null : TimeZoneInfo.CreateCustomTimeZone(name, name[0] == '-' ? -offset : offset, name, name);
        }

        return NamePattern().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
    }

    /// <summary>Checks a name; null when it is known, else what was expected and what came.</summary>
    public static string? Check(string name) => Find(name) is not null
        ? null
        : $"expected an IANA time zone such as America/Los_Angeles, or an offset such as -08:00; got '{(name.Length <= 80 ? name : $"{name[..80]}…")}'";

    [GeneratedRegex(@"\A[+-](0[0-9]|1[0-4]):[0-5][0-9]\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OffsetPattern();

    // The operating system looks names up as files: no dots, so that none leads elsewhere.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+/-]{0,63}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
