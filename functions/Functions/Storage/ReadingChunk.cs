using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Storage;

/// <summary>
/// Readings of one sensor and one UTC day, stored as one item: DynamoDB charges by the kilobyte written, so two hundred
/// readings in an item cost what one costs. A chunk never crosses midnight, so a query knows how far back a chunk that
/// overlaps its interval can begin. Its key comes from its content: the same readings make the same item however often
/// they arrive, and writing them twice is the same as once.
/// </summary>
public sealed record ReadingChunk
{
    /// <summary>Most readings of a chunk; with the longest numbers about 14 KB, far below an item's 400 KB.</summary>
    public const int MaximumReadings = 1000;

    public required string SensorId { get; init; }

    public required string Unit { get; init; }

    /// <summary>When the readings were accepted, UTC. Of two values for one time, the one accepted last counts.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>In the order of time, each time once.</summary>
    public required IReadOnlyList<Reading> Readings { get; init; }

    /// <summary>Sort key: the first reading's time, which orders chunks, and a hash of the content, which tells them apart.</summary>
    public string Key => $"{KeyOf(Readings[0].Time)}#{Hash()}";

    /// <summary>The part of a sort key that orders it by time; fixed width, so that text order is time order.</summary>
    public static string KeyOf(DateTimeOffset time) => SortableTime.ToText(time);

    /// <summary>The least sort key of a chunk that can hold a reading of that time or later.</summary>
    public static string FirstKeyFor(DateTimeOffset time) => KeyOf(new(time.UtcDateTime.Date, TimeSpan.Zero));

    /// <summary>Divides an event's readings into chunks. When a time repeats within the event, its last value counts.</summary>
    public static IEnumerable<ReadingChunk> From(ReadingsRecorded data, DateTimeOffset recordedAt)
    {
        ArgumentNullException.ThrowIfNull(data);
        var byTime = new SortedDictionary<DateTimeOffset, Reading>();
        foreach (var reading in data.Readings)
        {
            byTime[reading.Time] = reading;
        }

        return byTime.Values
            .GroupBy(reading => reading.Time.UtcDateTime.Date)
            .SelectMany(day => day.Chunk(MaximumReadings))
            .Select(readings => new ReadingChunk
            {
                SensorId = data.SensorId,
                Unit = data.Unit,
                RecordedAt = recordedAt,
                Readings = readings,
            });
    }

    private string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Unit));
        Span<byte> bytes = stackalloc byte[16];
        foreach (var reading in Readings)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, reading.Time.UtcTicks);
            BinaryPrimitives.WriteDoubleBigEndian(bytes[8..], reading.Value);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
