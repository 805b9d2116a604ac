using System.Text.Json.Nodes;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// Reads a request's members. A member of the wrong JSON type is a <c>SerializationException</c>, as in all AWS
/// services that speak JSON; null means absent.
/// </summary>
internal static class RequestMembers
{
    public static string? Text(this JsonObject request, string name) =>
        request[name] is { } node ? AsText(node, name) : null;

    public static int? Integer(this JsonObject request, string name) => request[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out int integer) => integer,
        _ => throw WrongType(name, "an integer"),
    };

    public static JsonObject? Structure(this JsonObject request, string name) => request[name] switch
    {
        null => null,
        JsonObject structure => structure,
        _ => throw WrongType(name, "an object"),
    };

    /// <summary>The elements of a list of structures; empty when it is absent.</summary>
    public static IReadOnlyList<JsonObject> Structures(this JsonObject request, string name) =>
        [.. List(request, name).Select(element => element as JsonObject ?? throw WrongType(name, "a list of objects"))];

    /// <summary>The elements of a list of strings; empty when it is absent.</summary>
    public static IReadOnlyList<string> Texts(this JsonObject request, string name) =>
        [.. List(request, name).Select(element => AsText(element, name))];

    private static JsonArray List(JsonObject request, string name) => request[name] switch
    {
        null => [],
        JsonArray list => list,
        _ => throw WrongType(name, "a list"),
    };

    private static string AsText(JsonNode? node, string name)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue(out string? text) ? text : throw WrongType(name, "a string");
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json finds an escaped lone surrogate only when it makes the string.
            throw WrongType(name, "a string of valid Unicode");
        }
    }

    private static AwsException WrongType(string name, string expected) =>
        new("com.amazon.coral.service#SerializationException", $"Member {name} must be {expected}.");
}
