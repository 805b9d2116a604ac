using System.Globalization;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts.Json;

namespace SensorWatch.Functions.Storage;

/// <summary>
/// Writes and reads the attributes of an item. Reading is strict: an item that lacks something wasn't written by this
/// system, or was changed by hand, and an <see cref="InvalidDataException"/> says what is missing.
/// </summary>
internal static class ItemAttributes
{
    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Time(DateTimeOffset value) => Text(UtcTimeConverter.ToText(value));

    public static AttributeValue Number(double value) => new() { N = value.ToString("R", CultureInfo.InvariantCulture) };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Adds an attribute unless the value is null.</summary>
    public static void AddIfPresent(this Dictionary<string, AttributeValue> item, string name, AttributeValue? value)
    {
        if (value is not null)
        {
            item[name] = value;
        }
    }

    public static string GetText(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.FindText(name) ?? throw Missing(item, name, "a text");

    public static string? FindText(this IReadOnlyDictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S;

    public static long GetLong(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.FindLong(name) ?? throw Missing(item, name, "a whole number");

    public static long? FindLong(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.N is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value
        : throw Missing(item, name, "a whole number");

    public static double? FindDouble(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.N is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    public static DateTimeOffset GetTime(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.FindTime(name) ?? throw Missing(item, name, "a time");

    public static DateTimeOffset? FindTime(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.FindText(name) is not { } text ? null
        : UtcTimeConverter.TryParse(text, out var time) ? time
        : throw Missing(item, name, "a time");

    public static T GetEnum<T>(this IReadOnlyDictionary<string, AttributeValue> item, string name)
        where T : struct, Enum =>
        EnumText.TryParse<T>(item.GetText(name), out var value) ? value : throw Missing(item, name, $"one of {EnumText.All<T>()}");

    public static Dictionary<string, AttributeValue> GetMap(this IReadOnlyDictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.M ?? throw Missing(item, name, "a map");

    private static InvalidDataException Missing(IReadOnlyDictionary<string, AttributeValue> item, string name, string expected)
    {
        var got = item.GetValueOrDefault(name) is { } value ? value.S ?? value.N ?? "another type" : "nothing";
        var key = item.GetValueOrDefault("id")?.S ?? item.GetValueOrDefault("sensorId")?.S;
        return new($"Expected {expected} as '{name}' of the item '{key}'; got {got}.");
    }
}
