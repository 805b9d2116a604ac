using System.Globalization;
using System.Text.Json;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// The body of <c>POST /readings</c>: <c>{"sensorId": "…", "unit": "…", "readings": [{"time": "…", "value": 4.2}, …]}</c>.
/// It is read by hand, not by the serializer, so that one answer names every field at fault.
/// </summary>
public sealed record ReadingsRequest(string SensorId, string Unit, IReadOnlyList<Reading> Readings)
{
    /// <summary>Most readings of a request: what one PutEvents call of ten events carries.</summary>
    public const int MaximumReadings = 10 * ReadingsRecorded.MaximumReadings;

    /// <summary>Largest body, in bytes: one price step of an HTTP API.</summary>
    public const int MaximumBodyBytes = 512 * 1024;

    /// <summary>Reads and checks a body.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="now">The present, UTC.</param>
    /// <param name="problem">What is wrong with the body; null when all is well.</param>
    /// <returns>The request; null when there is a problem.</returns>
    public static ReadingsRequest? Parse(ReadOnlyMemory<byte> body, DateTimeOffset now, out Problem? problem)
    {
        problem = null;
        if (body.Length > MaximumBodyBytes)
        {
            problem = TooLarge($"The body has {body.Length} bytes; at most {MaximumBodyBytes} are accepted. Send the readings in several requests.");
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body, JsonFields.Strict);
            var errors = new FieldErrors();
            var request = Read(document.RootElement, now, errors, out problem);
            problem ??= errors.ToProblem();
            return problem is null ? request : null;
        }
        catch (JsonException exception)
        {
            problem = JsonFields.NotJson(exception);
            return null;
        }
    }

    private static Problem TooLarge(string detail) => new(413, "The request is too large", detail);

    private static ReadingsRequest? Read(JsonElement root, DateTimeOffset now, FieldErrors errors, out Problem? problem)
    {
        problem = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("#", $"expected an object; got {JsonFields.Describe(root)}");
            return null;
        }

        var sensorId = errors.ReadText(root, "sensorId", ReadingRules.CheckSensorId);
        var unit = errors.ReadText(root, "unit", ReadingRules.CheckUnit);
        if (!root.TryGetProperty("readings", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            errors.Add("#/readings", $"expected an array of readings; got {(list.ValueKind == default ? "nothing" : JsonFields.Describe(list))}");
            return null;
        }

        var count = list.GetArrayLength();
        if (count > MaximumReadings)
        {
            problem = TooLarge($"The request has {count} readings; at most {MaximumReadings} are accepted. Send them in several requests.");
            return null;
        }

        if (count == 0)
        {
            errors.Add("#/readings", "expected at least one reading; got none");
        }

        return new(sensorId, unit, ReadReadings(list, now, errors));
    }

    private static List<Reading> ReadReadings(JsonElement list, DateTimeOffset now, FieldErrors errors)
    {
        var readings = new List<Reading>(list.GetArrayLength());
        var seen = new Dictionary<DateTimeOffset, (int Index, double Value)>();
        var index = -1;
        foreach (var element in list.EnumerateArray())
        {
            index++;
            if (ReadReading(element, index, now, errors) is not { } reading)
            {
                continue;
            }

            if (seen.TryAdd(reading.Time, (index, reading.Value)))
            {
                readings.Add(reading);
            }
            else if (!seen[reading.Time].Value.Equals(reading.Value))
            {
                errors.Add(
                    $"#/readings/{index}/time",
                    $"expected one value for each time; #/readings/{seen[reading.Time].Index} has the same time and another value");
            }
        }

        return readings;
    }

    private static Reading? ReadReading(JsonElement element, int index, DateTimeOffset now, FieldErrors errors)
    {
        var pointer = $"#/readings/{index.ToString(CultureInfo.InvariantCulture)}";
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(pointer, $"expected an object with time and value; got {JsonFields.Describe(element)}");
            return null;
        }

        DateTimeOffset time = default;
        var timeError = !element.TryGetProperty("time", out var timeElement) || timeElement.ValueKind != JsonValueKind.String
            || !UtcTimeConverter.TryParse(timeElement.GetString()!, out time)
            ? $"expected a time with an offset, such as \"2010-01-01T09:00:00Z\"; got {JsonFields.Describe(timeElement)}"
            : ReadingRules.CheckTime(time, now);
        if (timeError is not null)
        {
            errors.Add($"{pointer}/time", timeError);
        }

        double value = 0;
        var valueError = !element.TryGetProperty("value", out var valueElement) || valueElement.ValueKind != JsonValueKind.Number
            || !valueElement.TryGetDouble(out value)
            ? $"expected a number; got {JsonFields.Describe(valueElement)}"
            : ReadingRules.CheckValue(value);
        if (valueError is not null)
        {
            errors.Add($"{pointer}/value", valueError);
        }

        return timeError is null && valueError is null ? new(time, value) : null;
    }
}
