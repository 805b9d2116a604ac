using System.Globalization;
using System.Text;

namespace SensorWatch.Local.Tables.Streams;

/// <summary>Where a reader is in a stream's shard. To the reader it is an opaque text that is good for 15 minutes.</summary>
/// <param name="StreamArn">The stream.</param>
/// <param name="After">The sequence number of the last record before; 0 for the oldest there is.</param>
/// <param name="IssuedAt">When it was given out.</param>
internal sealed record ShardIterator(string StreamArn, long After, DateTimeOffset IssuedAt)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static ShardIterator? Parse(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('|') is [var arn, var after, var issuedAt]
            && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequenceNumber)
            && long.TryParse(issuedAt, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new(arn, sequenceNumber, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }

    public override string ToString() => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{StreamArn}|{After}|{IssuedAt.ToUnixTimeMilliseconds()}")));
}
