using System.Globalization;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Functions.Storage;

/// <summary>
/// A <see cref="ReadingChunk"/> as a DynamoDB item. An item is paid by its size, when it is written and for as long as it is
/// kept, so its readings are packed: <see cref="PackedReadings"/>. Items of before, with two lists of numbers, are read too.
/// </summary>
public static class ReadingItem
{
    /// <summary>Partition key.</summary>
    public const string SensorId = "sensorId";

    /// <summary>Sort key: <see cref="ReadingChunk.Key"/>.</summary>
    public const string Chunk = "chunk";

    private const string Unit = "unit";
    private const string RecordedAt = "recordedAt";

    /// <summary>How many readings it holds.</summary>
    private const string Count = "count";

    private const string Packed = "readings";

    // Of items of before: seconds after the first reading, and as many values.
    private const string Seconds = "seconds";
    private const string Values = "values";

    public static Dictionary<string, AttributeValue> Write(ReadingChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        return new()
        {
            [SensorId] = new() { S = chunk.SensorId },
            [Chunk] = new() { S = chunk.Key },
            [Unit] = new() { S = chunk.Unit },
            [RecordedAt] = new() { S = UtcTimeConverter.ToText(chunk.RecordedAt) },
            [Count] = new() { N = chunk.Readings.Count.ToString(CultureInfo.InvariantCulture) },
            [Packed] = new() { B = new(PackedReadings.Pack(chunk.Readings)) },
        };
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write"/> made.</exception>
    public static ReadingChunk Read(Dictionary<string, AttributeValue> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var key = Text(item, Chunk);
        return UtcTimeConverter.TryParse(key.Split('#')[0], out var first)
            ? new()
            {
                SensorId = Text(item, SensorId),
                Unit = Text(item, Unit),
                RecordedAt = DateTimeOffset.Parse(Text(item, RecordedAt), CultureInfo.InvariantCulture),
                Readings = item.TryGetValue(Packed, out var packed) ? Unpack(item, packed, first, key) : ReadLists(item, first, key),
            }
            : throw new InvalidDataException($"Item '{key}' is no chunk of readings: its key doesn't begin with a time.");
    }

    private static IReadOnlyList<Reading> Unpack(Dictionary<string, AttributeValue> item, AttributeValue packed, DateTimeOffset first, string key) =>
        packed.B is { } bytes && int.TryParse(item.GetValueOrDefault(Count)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= ReadingChunk.MaximumReadings
            ? PackedReadings.Unpack(bytes.ToArray(), count, first)
            : throw new InvalidDataException($"Item '{key}' is no chunk of readings: expected bytes in '{Packed}', and in '{Count}' their number.");

    private static IReadOnlyList<Reading> ReadLists(Dictionary<string, AttributeValue> item, DateTimeOffset first, string key)
    {
        var seconds = List(item, Seconds, key);
        var values = List(item, Values, key);
        return seconds.Count == values.Count && seconds.Count > 0
            ?
            [
                .. seconds.Zip(values, (offset, value) => new Reading(
                    first.AddTicks((long)(decimal.Parse(offset.N, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond)),
                    double.Parse(value.N, CultureInfo.InvariantCulture))),
            ]
            : throw new InvalidDataException(
                $"Item '{key}' is no chunk of readings: expected as many {Seconds} as {Values}; got {seconds.Count} and {values.Count}.");
    }

    private static string Text(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S ?? throw new InvalidDataException($"An item of readings has no text '{name}'.");

    private static List<AttributeValue> List(Dictionary<string, AttributeValue> item, string name, string key) =>
        item.GetValueOrDefault(name)?.L ?? throw new InvalidDataException($"Item '{key}' has no list '{name}'.");
}
