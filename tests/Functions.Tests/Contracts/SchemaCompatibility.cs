using System.Text.Json.Nodes;

namespace SensorWatch.Functions.Tests.Contracts;

/// <summary>
/// Compares two schemas of one event. A change is compatible when a new consumer reads every old event and an old
/// consumer reads every new event, since events of both kinds are on the bus, in queues and in the archive at once.
/// </summary>
/// <remarks>
/// Breaks a consumer of old events: a new required member, a member that became required, another type.
/// Breaks an old consumer: a member that is gone (an optional one too: whoever used it gets nothing any more), a member
/// that became optional, another type, a new enum value (the reader refuses values that it doesn't know, rather than
/// take one severity for another). An enum value that is gone breaks the reading of the archive.
/// Compatible: a new optional member, another description or example.
/// </remarks>
internal static class SchemaCompatibility
{
    /// <summary>What breaks, one line each; empty when the change is compatible.</summary>
    public static IReadOnlyList<string> Breaks(string before, string after)
    {
        var (oldSchemas, newSchemas) = (SchemasOf(before), SchemasOf(after));
        var (oldEvent, newEvent) = (oldSchemas["AWSEvent"]!.AsObject(), newSchemas["AWSEvent"]!.AsObject());
        var breaks = new List<string>();
        foreach (var name in new[] { "x-amazon-events-source", "x-amazon-events-detail-type" })
        {
            if (!JsonNode.DeepEquals(oldEvent[name], newEvent[name]))
            {
                breaks.Add($"{name} was {oldEvent[name]} and is {newEvent[name]}: rules no longer match");
            }
        }

        Compare("", oldEvent, oldSchemas, newEvent, newSchemas, breaks);
        return breaks;
    }

    private static JsonObject SchemasOf(string document) => JsonNode.Parse(document)!["components"]!["schemas"]!.AsObject();

    private static JsonObject Resolve(JsonNode schema, JsonObject schemas) =>
        schema["$ref"] is { } reference ? schemas[reference.GetValue<string>().Split('/')[^1]]!.AsObject() : schema.AsObject();

    private static void Compare(
        string path, JsonObject before, JsonObject oldSchemas, JsonObject after, JsonObject newSchemas, List<string> breaks)
    {
        var (oldType, newType) = (TypeOf(before), TypeOf(after));
        if (oldType != newType)
        {
            breaks.Add($"{path}: was {oldType} and is {newType}");
            return;
        }

        CompareEnums(path, before, after, breaks);
        if (before["items"] is { } oldItems && after["items"] is { } newItems)
        {
            Compare($"{path}[]", Resolve(oldItems, oldSchemas), oldSchemas, Resolve(newItems, newSchemas), newSchemas, breaks);
        }

        CompareMembers(path, before, oldSchemas, after, newSchemas, breaks);
    }

    private static void CompareMembers(
        string path, JsonObject before, JsonObject oldSchemas, JsonObject after, JsonObject newSchemas, List<string> breaks)
    {
        var oldMembers = before["properties"]?.AsObject() ?? [];
        var newMembers = after["properties"]?.AsObject() ?? [];
        var (oldRequired, newRequired) = (Texts(before["required"]), Texts(after["required"]));
        foreach (var (name, member) in oldMembers)
        {
            var memberPath = $"{path}/{name}";
            if (newMembers[name] is not { } newMember)
            {
                breaks.Add($"{memberPath}: is gone; old consumers may use it");
                continue;
            }

            if (oldRequired.Contains(name) && !newRequired.Contains(name))
            {
                breaks.Add($"{memberPath}: became optional; old consumers require it");
            }
            else if (!oldRequired.Contains(name) && newRequired.Contains(name))
            {
                breaks.Add($"{memberPath}: became required; old events may lack it");
            }

            Compare(memberPath, Resolve(member!, oldSchemas), oldSchemas, Resolve(newMember, newSchemas), newSchemas, breaks);
        }

        foreach (var name in newRequired.Where(name => !oldMembers.ContainsKey(name)))
        {
            breaks.Add($"{path}/{name}: is new and required; old events lack it");
        }
    }

    private static void CompareEnums(string path, JsonObject before, JsonObject after, List<string> breaks)
    {
        var (oldValues, newValues) = (Texts(before["enum"]), Texts(after["enum"]));
        if (oldValues.Count == 0 && newValues.Count == 0)
        {
            return;
        }

        breaks.AddRange(newValues.Except(oldValues).Select(value => $"{path}: has the new value '{value}'; old consumers refuse it"));
        breaks.AddRange(oldValues.Except(newValues).Select(value => $"{path}: no longer has the value '{value}'; old events hold it"));
    }

    private static string TypeOf(JsonObject schema) => $"{schema["type"]}{(schema["format"] is { } format ? $" ({format})" : "")}";

    private static List<string> Texts(JsonNode? values) => values?.AsArray().Select(value => value!.GetValue<string>()).ToList() ?? [];
}
