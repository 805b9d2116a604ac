using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>Reads a request's members, and refuses them as the service does.</summary>
internal static class Request
{
    public static JsonObject? Object(this JsonObject request, string member) => request[member] switch
    {
        null => null,
        JsonObject value => value,
        var other => throw Unexpected(member, other, "a map"),
    };

    public static JsonArray? Array(this JsonObject request, string member) => request[member] switch
    {
        null => null,
        JsonArray value => value,
        var other => throw Unexpected(member, other, "a list"),
    };

    public static string? String(this JsonObject request, string member) => request[member] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw Unexpected(member, other, "a String"),
    };

    public static bool Boolean(this JsonObject request, string member, bool otherwise = false) => request[member] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        var other => throw Unexpected(member, other, "a Boolean"),
    };

    public static int? Integer(this JsonObject request, string member, int minimum, int maximum = int.MaxValue)
    {
        var node = request[member];
        if (node is null)
        {
            return null;
        }

        if (node is not JsonValue value || !value.TryGetValue<int>(out var number))
        {
            throw Unexpected(member, node, "an Integer");
        }

        if (number < minimum)
        {
            throw TableErrors.Constraint(
                $"'{number}'", LowerFirst(member), $"Member must have value greater than or equal to {minimum}");
        }

        return number <= maximum
            ? number
            : throw TableErrors.Constraint($"'{number}'", LowerFirst(member), $"Member must have value less than or equal to {maximum}");
    }

    public static string OneOf(this JsonObject request, string member, params string[] allowed)
    {
        var value = request.String(member) ?? allowed[0];
        return allowed.Contains(value)
            ? value
            : throw TableErrors.Constraint(
                $"'{value}'", LowerFirst(member), $"Member must satisfy enum value set: [{string.Join(", ", allowed)}]");
    }

    public static T Required<T>(this T? value, string member)
        where T : class =>
        value ?? throw TableErrors.Constraint("null", LowerFirst(member), "Member must not be null");

    /// <summary>The table that the request is about.</summary>
    public static Table Table(this JsonObject request, TableStore store) =>
        Table(request.String("TableName").Required("TableName"), store);

    public static Table Table(string name, TableStore store) => store.Find(name) ?? throw TableErrors.ResourceNotFound();

    /// <summary>A map of attribute values: an item or a key.</summary>
    public static MapValue Attributes(this JsonObject request, string member) =>
        AttributeValueReader.ReadMap(request.Object(member).Required(member));

    /// <summary>DynamoDB has these from before it had expressions, and tells new code not to use them.</summary>
    public static void RejectLegacy(this JsonObject request, params ReadOnlySpan<(string Legacy, string Instead)> parameters)
    {
        foreach (var (legacy, instead) in parameters)
        {
            if (request[legacy] is not null)
            {
                throw TableErrors.Validation($"The legacy parameter {legacy} is not supported here: use {instead} instead");
            }
        }
    }

    private static Endpoint.AwsException Unexpected(string member, JsonNode actual, string expected) =>
        TableErrors.Serialization($"{member} takes {expected}, and the request has {Describe(actual.GetValueKind())}");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "a map",
        JsonValueKind.String => "a String",
        JsonValueKind.Number => "a Number",
        _ => "a Boolean",
    };

    private static string LowerFirst(string member) => char.ToLowerInvariant(member[0]) + member[1..];
}
