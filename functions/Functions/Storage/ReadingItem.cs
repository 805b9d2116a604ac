using System.Globalization;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Functions.Storage;

/// <summary>
/// A <see cref="ReadingChunk"/> as a DynamoDB item. Times are seconds after the chunk's first reading and values are
/// numbers, in two lists of the same length: short, since an item is paid by its size, and still readable in a console.
/// </summary>
public static class ReadingItem
{
    /// <summary>Partition key.</summary>
    public const string SensorId = "sensorId";

    /// <summary>Sort key: <see cref="ReadingChunk.Key"/>.</summary>
    public const string Chunk = "chunk";

    private const string Unit = "unit";
    private const string RecordedAt = "recordedAt";
    private const string Seconds = "seconds";
    private const string Values = "values";

    public static Dictionary<string, AttributeValue> Write(ReadingChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        var first = chunk.Readings[0].Time;
        return new()
        {
            [SensorId] = new() { S = chunk.SensorId },
            [Chunk] = new() { S = chunk.Key },
            [Unit] = new() { S = chunk.Unit },
            [RecordedAt] = new() { S = UtcTimeConverter.ToText(chunk.RecordedAt) },
            [Seconds] = new() { L = [.. chunk.Readings.Select(r => Number((decimal)(r.Time - first).Ticks / TimeSpan.TicksPerSecond))] },
            [Values] = new() { L = [.. chunk.Readings.Select(r => new AttributeValue { N = r.Value.ToString("R", CultureInfo.InvariantCulture) })] },
        };
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write"/> made.</exception>
    public static ReadingChunk Read(Dictionary<string, AttributeValue> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var key = Text(item, Chunk);
        var seconds = List(item, Seconds, key);
        var values = List(item, Values, key);
        if (seconds.Count != values.Count || seconds.Count == 0 || !UtcTimeConverter.TryParse(key.Split('#')[0], out var first))
        {
            throw new InvalidDataException(
                $"Item '{key}' is no chunk of readings: expected a time in the key, and as many {Seconds} as {Values}; got {seconds.Count} and {values.Count}.");
        }

        return new()
        {
            SensorId = Text(item, SensorId),
            Unit = Text(item, Unit),
            RecordedAt = DateTimeOffset.Parse(Text(item, RecordedAt), CultureInfo.InvariantCulture),
            Readings =
            [
                .. seconds.Zip(values, (offset, value) => new Reading(
                    first.AddTicks((long)(decimal.Parse(offset.N, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond)),
                    double.Parse(value.N, CultureInfo.InvariantCulture))),
            ],
        };
    }

    private static AttributeValue Number(decimal value) => new() { N = value.ToString("0.#######", CultureInfo.InvariantCulture) };

    private static string Text(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S ?? throw new InvalidDataException($"An item of readings has no text '{name}'.");

    private static List<AttributeValue> List(Dictionary<string, AttributeValue> item, string name, string key) =>
        item.GetValueOrDefault(name)?.L ?? throw new InvalidDataException($"Item '{key}' has no list '{name}'.");
}
