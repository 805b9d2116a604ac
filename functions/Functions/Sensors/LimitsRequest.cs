using System.Text.Json;
using SensorWatch.Contracts;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Sensors;

/// <summary>Reads and checks the <c>limits</c> of a <see cref="SensorRequest"/>.</summary>
internal static class LimitsRequest
{
    private const string Hysteresis = "hysteresis";

    private static readonly LimitKind[] FromLowToHigh =
        [LimitKind.LowCritical, LimitKind.LowWarning, LimitKind.HighWarning, LimitKind.HighCritical];

    private static readonly string[] Fields = [.. FromLowToHigh.Select(EnumText.ToText), Hysteresis];

    public static Limits Read(JsonElement element, string pointer, FieldErrors errors)
    {
        if (element.ValueKind == JsonValueKind.Null)
        {
            return Limits.None;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(pointer, $"expected an object; got {JsonFields.Describe(element)}");
            return Limits.None;
        }

        var before = errors.Count;
        errors.AddUnknown(element, pointer, Fields);
        var limits = new Limits
        {
            LowCritical = ReadNumber(element, LimitKind.LowCritical, pointer, errors),
            LowWarning = ReadNumber(element, LimitKind.LowWarning, pointer, errors),
            HighWarning = ReadNumber(element, LimitKind.HighWarning, pointer, errors),
            HighCritical = ReadNumber(element, LimitKind.HighCritical, pointer, errors),
            Hysteresis = ReadNumber(element, Hysteresis, pointer, errors) ?? 0,
        };
        if (errors.Count == before)
        {
            // Only numbers that are right by themselves can be compared.
            CheckOrder(limits, pointer, errors);
            errors.Add($"{pointer}/{Hysteresis}", CheckHysteresis(limits));
        }

        return limits;
    }

    private static double? ReadNumber(JsonElement element, LimitKind kind, string pointer, FieldErrors errors) =>
        ReadNumber(element, EnumText.ToText(kind), pointer, errors);

    private static double? ReadNumber(JsonElement parent, string name, string pointer, FieldErrors errors)
    {
        if (!parent.TryGetProperty(name, out var element) || element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Number || !element.TryGetDouble(out var value))
        {
            errors.Add($"{pointer}/{name}", $"expected a number; got {JsonFields.Describe(element)}");
            return null;
        }

        errors.Add($"{pointer}/{name}", ReadingRules.CheckValue(value));
        return value;
    }

    private static void CheckOrder(Limits limits, string pointer, FieldErrors errors)
    {
        LimitKind? below = null;
        foreach (var kind in FromLowToHigh.Where(kind => limits[kind] is not null))
        {
            if (below is { } lower && limits[kind] <= limits[lower])
            {
                errors.Add(
                    $"{pointer}/{EnumText.ToText(kind)}",
                    $"expected more than {EnumText.ToText(lower)} ({limits[lower]:R}); got {limits[kind]:R}");
            }

            below = kind;
        }
    }

    /// <summary>With a hysteresis as wide as the band between the limits, no value could be back inside.</summary>
    private static string? CheckHysteresis(Limits limits)
    {
        if (limits.Hysteresis < 0)
        {
            return $"expected 0 or more; got {limits.Hysteresis:R}";
        }

        var band = (limits.HighWarning ?? limits.HighCritical) - (limits.LowWarning ?? limits.LowCritical);
        return band > 0 && limits.Hysteresis >= band
            ? $"expected less than the band between the low and the high limits ({band:R}); got {limits.Hysteresis:R}"
            : null;
    }
}
