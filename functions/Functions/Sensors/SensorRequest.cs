using System.Text.Json;
using SensorWatch.Contracts;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Sensors;

/// <summary>
/// The body of <c>PUT /sensors/{id}</c>: <c>{"name": "…", "unit": "Cel", "limits": {"lowCritical": -5, "highWarning": 30,
/// "highCritical": 35, "hysteresis": 1}, "timeZone": "America/Los_Angeles", "expectedEverySeconds": 3600}</c>. Name and
/// unit are required; a field or a limit that is null or left out isn't set. A field of another name is an error: a
/// limit with a wrong name would not be watched.
/// </summary>
public sealed record SensorRequest(string Name, string Unit, Limits Limits, string? TimeZone, int? ExpectedEverySeconds)
{
    public const int MaximumNameLength = 100;

    /// <summary>Shortest interval between a sensor's reports, in seconds.</summary>
    public const int MinimumExpectedEvery = 10;

    /// <summary>Longest interval between a sensor's reports, in seconds: 31 days.</summary>
    public const int MaximumExpectedEvery = 31 * 24 * 60 * 60;

    private static readonly string[] Fields = ["name", "unit", "limits", "timeZone", "expectedEverySeconds"];

    /// <summary>Reads and checks a body.</summary>
    /// <param name="sensorId">The id in the path.</param>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="problem">What is wrong with the request; null when all is well.</param>
    /// <returns>The request; null when there is a problem.</returns>
    public static SensorRequest? Parse(string sensorId, ReadOnlyMemory<byte> body, out Problem? problem)
    {
        ArgumentNullException.ThrowIfNull(sensorId);
        try
        {
            using var document = JsonDocument.Parse(body, JsonFields.Strict);
            var errors = new FieldErrors();
            errors.Add("/sensors/{id}", ReadingRules.CheckSensorId(sensorId));
            var request = Read(document.RootElement, errors);
            problem = errors.ToProblem();
            return problem is null ? request : null;
        }
        catch (JsonException exception)
        {
            problem = JsonFields.NotJson(exception);
            return null;
        }
    }

    private static SensorRequest? Read(JsonElement root, FieldErrors errors)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("#", $"expected an object; got {JsonFields.Describe(root)}");
            return null;
        }

        errors.AddUnknown(root, "#", Fields);
        return new(
            errors.ReadText(root, "name", CheckName),
            errors.ReadText(root, "unit", ReadingRules.CheckUnit),
            root.TryGetProperty("limits", out var limits) ? LimitsRequest.Read(limits, "#/limits", errors) : Limits.None,
            ReadTimeZone(root, errors),
            ReadExpectedEvery(root, errors));
    }

    private static string? CheckName(string name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > MaximumNameLength || name.Any(char.IsControl)
            ? $"expected 1 to {MaximumNameLength} characters, not all of them spaces; got {name.Length}"
            : null;

    private static string? ReadTimeZone(JsonElement root, FieldErrors errors) =>
        root.TryGetProperty("timeZone", out var element) && element.ValueKind != JsonValueKind.Null
            ? errors.ReadText(root, "timeZone", TimeZones.Check)
            : null;

    private static int? ReadExpectedEvery(JsonElement root, FieldErrors errors)
    {
        if (!root.TryGetProperty("expectedEverySeconds", out var element) || element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Number
            && element.TryGetInt32(out var seconds)
            && seconds is >= MinimumExpectedEvery and <= MaximumExpectedEvery)
        {
            return seconds;
        }

        errors.Add(
            "#/expectedEverySeconds",
            $"expected a whole number of seconds from {MinimumExpectedEvery} to {MaximumExpectedEvery} (31 days); got {JsonFields.Describe(element)}");
        return null;
    }
}
