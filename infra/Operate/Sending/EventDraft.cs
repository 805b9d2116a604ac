using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Publishing;

namespace SensorWatch.Operate.Sending;

/// <summary>An event's data on its way to being an event; pure.</summary>
internal static class EventDraft
{
    /// <summary>Readable JSON in an event: as the publishers of the system write it.</summary>
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The data of a contract's example.</summary>
    public static JsonObject Example(EventContract contract) => (JsonObject)contract.ExampleEvent()["detail"]!["data"]!.DeepClone();

    /// <summary>Sets a value.</summary>
    /// <param name="data">The event's data, which is changed.</param>
    /// <param name="assignment">
    /// <c>path=value</c>, the path with dots and indexes: <c>alert.severity=critical</c>, <c>readings[0].value=36.5</c>. The value
    /// is JSON, or else a text, and always a text where the data has one; <c>null</c> takes the member away.
    /// </param>
    /// <exception cref="OperatorException">There is no such place.</exception>
    public static void Set(JsonObject data, string assignment)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            throw OperatorException.WrongArguments($"--set: expected path=value, such as alert.severity=critical; got '{assignment}'.");
        }

        var path = assignment[..equals].Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        JsonNode place = data;
        foreach (var step in path[..^1])
        {
            place = Step(place, step, assignment) ?? throw Missing(assignment, step);
        }

        Put(place, path[^1], assignment[(equals + 1)..], assignment);
    }

    /// <summary>Makes the event, if the data is what the contract says.</summary>
    /// <exception cref="OperatorException">It isn't; the message says where.</exception>
    public static OutgoingEvent Create(EventContract contract, JsonObject data, EventMetadata metadata)
    {
        var envelope = new JsonObject
        {
            ["metadata"] = JsonSerializer.SerializeToNode(metadata, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<EventMetadata>)ContractsJson.Default.GetTypeInfo(typeof(EventMetadata))!),
            ["data"] = data.DeepClone(),
        };
        JsonNode understood;
        try
        {
            var value = envelope.Deserialize(contract.DetailTypeInfo);
            understood = JsonSerializer.SerializeToNode(value, contract.DetailTypeInfo)!;
        }
        catch (JsonException exception)
        {
            throw OperatorException.WrongArguments($"The data is no {contract.DetailType}: {exception.Message}", exception);
        }

        // Consumers ignore members that they don't know, so a misspelt one would get lost without a word.
        return FirstUnknown(envelope["data"]!, understood["data"]!, "") is { } unknown
            ? throw OperatorException.WrongArguments($"{contract.DetailType} has no member '{unknown}'. Its example: {Example(contract).ToJsonString(Compact)}")
            : new(contract, metadata, understood.ToJsonString(Compact));
    }

    private static JsonNode? Step(JsonNode place, string step, string assignment) => place switch
    {
        JsonObject parent => parent[step],
        JsonArray list => Index(list, step, list.Count, assignment) is var index ? list[index] : null,
        _ => throw Missing(assignment, step),
    };

    private static void Put(JsonNode place, string name, string text, string assignment)
    {
        switch (place)
        {
            case JsonObject parent when text == "null":
                parent.Remove(name);
                break;
            case JsonObject parent:
                parent[name] = Value(text, parent[name]);
                break;
            case JsonArray list when Index(list, name, list.Count + 1, assignment) is var index && index == list.Count:
                list.Add(Value(text, null));
                break;
            case JsonArray list:
                var at = int.Parse(name, CultureInfo.InvariantCulture);
                list[at] = Value(text, list[at]);
                break;
            default:
                throw Missing(assignment, name);
        }
    }

    private static int Index(JsonArray list, string step, int limit, string assignment) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < limit
            ? index
            : throw OperatorException.WrongArguments($"--set {assignment}: expected an index below {limit} of a list of {list.Count}; got '{step}'.");

    private static JsonNode? Value(string text, JsonNode? before)
    {
        if (before?.GetValueKind() == JsonValueKind.String)
        {
            return JsonValue.Create(text);
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // No JSON: a text without its quotes.
            return JsonValue.Create(text);
        }
    }

    private static OperatorException Missing(string assignment, string step) => OperatorException.WrongArguments($"--set {assignment}: the data has no '{step}' to go into.");

    /// <summary>The path of the first member that was not read; null when all were.</summary>
    private static string? FirstUnknown(JsonNode given, JsonNode? understood, string path) => given switch
    {
        JsonObject members => members
            .Where(member => member.Value is not null)
            .Select(member => (understood as JsonObject)?[member.Key] is { } known
                ? FirstUnknown(member.Value!, known, $"{path}{member.Key}.")
                : path + member.Key)
            .FirstOrDefault(unknown => unknown is not null),
        JsonArray items => items
            .Select((item, index) => item is null ? null : FirstUnknown(item, (understood as JsonArray)?.ElementAtOrDefault(index), $"{path}{index}."))
            .FirstOrDefault(unknown => unknown is not null),
        _ => null,
    };
}
