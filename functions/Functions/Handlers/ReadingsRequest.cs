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

    /// <summary>An answer lists at most this many errors, so that a wrong file does not make a large answer.</summary>
    public const int MaximumErrors = 50;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

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
            using var document = JsonDocument.Parse(body, Strict);
            var errors = new ErrorList();
            var request = Read(document.RootElement, now, errors, out problem);
            if (errors.Count > 0)
            {
                problem = errors.ToProblem();
            }

            return problem is null ? request : null;
        }
        catch (JsonException exception)
        {
            problem = new(400, "The body is not JSON", $"Expected a JSON object; {exception.Message}");
            return null;
        }
    }

    private static Problem TooLarge(string detail) => new(413, "The request is too large", detail);

    private static ReadingsRequest? Read(JsonElement root, DateTimeOffset now, ErrorList errors, out Problem? problem)
    {
        problem = null;
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("#", $"expected an object; got {Describe(root)}");
            return null;
        }

        var sensorId = ReadText(root, "sensorId", ReadingRules.CheckSensorId, errors);
        var unit = ReadText(root, "unit", ReadingRules.CheckUnit, errors);
        if (!root.TryGetProperty("readings", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            errors.Add("#/readings", $"expected an array of readings; got {(list.ValueKind == default ? "nothing" : Describe(list))}");
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

    private static List<Reading> ReadReadings(JsonElement list, DateTimeOffset now, ErrorList errors)
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

    private static Reading? ReadReading(JsonElement element, int index, DateTimeOffset now, ErrorList errors)
    {
        var pointer = $"#/readings/{index.ToString(CultureInfo.InvariantCulture)}";
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(pointer, $"expected an object with time and value; got {Describe(element)}");
            return null;
        }

        DateTimeOffset time = default;
        var timeError = !element.TryGetProperty("time", out var timeElement) || timeElement.ValueKind != JsonValueKind.String
            || !UtcTimeConverter.TryParse(timeElement.GetString()!, out time)
            ? $"expected a time with an offset, such as \"2010-01-01T09:00:00Z\"; got {Describe(timeElement)}"
            : ReadingRules.CheckTime(time, now);
        if (timeError is not null)
        {
            errors.Add($"{pointer}/time", timeError);
        }

        double value = 0;
        var valueError = !element.TryGetProperty("value", out var valueElement) || valueElement.ValueKind != JsonValueKind.Number
            || !valueElement.TryGetDouble(out value)
            ? $"expected a number; got {Describe(valueElement)}"
            : ReadingRules.CheckValue(value);
        if (valueError is not null)
        {
            errors.Add($"{pointer}/value", valueError);
        }

        return timeError is null && valueError is null ? new(time, value) : null;
    }

    private static string ReadText(JsonElement root, string name, Func<string, string?> check, ErrorList errors)
    {
        if (!root.TryGetProperty(name, out var element) || element.ValueKind != JsonValueKind.String)
        {
            errors.Add($"#/{name}", $"expected a string; got {Describe(element)}");
            return "";
        }

        var text = element.GetString()!;
        if (check(text) is { } error)
        {
            errors.Add($"#/{name}", error);
        }

        return text;
    }

    private static string Describe(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ when element.GetRawText() is var text && text.Length <= 80 => text,
        _ => $"{element.GetRawText()[..80]}…",
    };

    private sealed class ErrorList
    {
        private readonly List<FieldError> _errors = [];

        public int Count { get; private set; }

        public void Add(string pointer, string detail)
        {
            Count++;
            if (_errors.Count < MaximumErrors)
            {
                _errors.Add(new(pointer, detail));
            }
        }

        public Problem ToProblem() => new(
            400,
            "The request is not valid",
            Count > _errors.Count
                ? $"{Count} fields are at fault, the first {_errors.Count} are listed; nothing of the request was accepted."
                : "Nothing of the request was accepted; mend the listed fields and send it again.")
        {
            Errors = _errors,
        };
    }
}
