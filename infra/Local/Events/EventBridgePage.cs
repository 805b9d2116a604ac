using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Events;

/// <summary>What EventBridge's requests and answers have in common.</summary>
internal static class EventBridgePage
{
    private const int MaximumPage = 100;

    /// <summary>A page of a list; the token of the next page is the number of elements before it.</summary>
    public static JsonObject Of(JsonObject request, string member, IEnumerable<JsonNode> elements)
    {
        var limit = request.Integer("Limit") ?? MaximumPage;
        var token = request.Text("NextToken");
        var skipped = 0;
        if (limit is < 1 or > MaximumPage || (token is not null && !int.TryParse(token, out skipped)))
        {
            throw EventBridgeErrors.Validation($"Limit must be 1 to {MaximumPage}, and NextToken one that an earlier page gave.");
        }

        var rest = elements.Skip(skipped).ToList();
        var response = new JsonObject { [member] = new JsonArray([.. rest.Take(limit)]) };
        if (rest.Count > limit)
        {
            response["NextToken"] = (skipped + limit).ToString();
        }

        return response;
    }

    /// <summary>An object of the members that have a value.</summary>
    public static JsonObject Members(params IEnumerable<(string Name, JsonNode? Value)> members) =>
        new(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(m.Name, m.Value)));

    public static string Required(this JsonObject request, string member) =>
        request.Text(member) is { Length: > 0 } text ? text : throw EventBridgeErrors.MissingMember(char.ToLowerInvariant(member[0]) + member[1..]);

    public static DateTimeOffset RequiredTime(this JsonObject request, string member) =>
        ReadTime(request[member]) ?? throw EventBridgeErrors.MissingMember(char.ToLowerInvariant(member[0]) + member[1..]);

    /// <summary>Seconds since 1970, as the SDKs send it, or ISO 8601; null for none.</summary>
    public static DateTimeOffset? ReadTime(JsonNode? time)
    {
        try
        {
            return time switch
            {
                null => null,
                JsonValue value when value.TryGetValue(out double seconds) => DateTimeOffset.UnixEpoch.AddSeconds(seconds),
                JsonValue value when value.TryGetValue(out string? text)
                    && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) => parsed,
                _ => throw NoTime(time),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw NoTime(time);
        }
    }

    private static AwsException NoTime(JsonNode? time) => new("SerializationException", $"{time?.ToJsonString()} is not a time.");
}
