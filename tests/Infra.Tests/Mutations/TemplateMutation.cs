using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Tests.Mutations;

/// <summary>A random change of a template.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Place">Picks the node: any number.</param>
/// <param name="Choice">Picks among ways to do it: any number.</param>
public sealed record TemplateMutation(MutationKind Kind, int Place, int Choice)
{
    private static readonly string[] Retyped = ["\"x\"", "7", "true", "[]", "{}", "[\"x\"]", "{\"x\":\"y\"}", "null", "\"\"", "-1"];

    /// <summary>Changes the template.</summary>
    /// <returns>Where: names and indices, joined with slashes.</returns>
    public string Apply(JsonObject template)
    {
        List<JsonNode> nodes = [.. Below(template).Where(CanBeChanged)];
        var node = nodes[Place % nodes.Count];
        var path = PathOf(node);
        switch (Kind)
        {
            case MutationKind.Remove:
                Remove(node);
                break;
            case MutationKind.Rename:
                Rename(node);
                break;
            case MutationKind.Reorder:
                Reverse(node);
                break;
            default:
                node.ReplaceWith(JsonNode.Parse(Retyped[Choice % Retyped.Length]));
                break;
        }

        return path;
    }

    private bool CanBeChanged(JsonNode node) => Kind switch
    {
        MutationKind.Remove => true,
        MutationKind.Rename => node.Parent is JsonObject || node.GetValueKind() == JsonValueKind.String,
        MutationKind.Reorder => node is JsonArray { Count: > 1 } or JsonObject { Count: > 1 },
        _ => true,
    };

    private static void Remove(JsonNode node)
    {
        if (node.Parent is JsonObject parent)
        {
            parent.Remove(node.GetPropertyName());
        }
        else
        {
            ((JsonArray)node.Parent!).Remove(node);
        }
    }

    /// <summary>Makes a typing mistake in a name, or in a text.</summary>
    private void Rename(JsonNode node)
    {
        if (node.Parent is JsonObject parent && (Choice % 2 == 0 || node is not JsonValue || node.GetValueKind() != JsonValueKind.String))
        {
            var name = node.GetPropertyName();
            parent.Remove(name);
            parent[Mistyped(name)] = node;
        }
        else
        {
            node.ReplaceWith(JsonValue.Create(Mistyped(node.GetValue<string>())));
        }
    }

    private string Mistyped(string text)
    {
        var place = text.Length == 0 ? 0 : Choice / 2 % text.Length;
        return (Choice % 3) switch
        {
            0 when text.Length > 1 => text.Remove(place, 1),
            1 when text.Length > 1 && place + 1 < text.Length && text[place] != text[place + 1] =>
                $"{text[..place]}{text[place + 1]}{text[place]}{text[(place + 2)..]}",
            _ => text.Insert(place, "q"),
        };
    }

    private static void Reverse(JsonNode node)
    {
        if (node is JsonArray array)
        {
            List<JsonNode?> items = [.. array];
            array.Clear();
            items.AsEnumerable().Reverse().ToList().ForEach(array.Add);
        }
        else
        {
            var members = node.AsObject();
            List<KeyValuePair<string, JsonNode?>> all = [.. members];
            members.Clear();
            all.AsEnumerable().Reverse().ToList().ForEach(member => members.Add(member.Key, member.Value));
        }
    }

    private static IEnumerable<JsonNode> Below(JsonNode? node) => node switch
    {
        JsonObject members => members.Where(member => member.Value is not null).SelectMany(member => Below(member.Value).Prepend(member.Value!)),
        JsonArray items => items.Where(item => item is not null).SelectMany(item => Below(item).Prepend(item!)),
        _ => [],
    };

    private static string PathOf(JsonNode node) => node.Parent switch
    {
        null => "",
        JsonObject => $"{PathOf(node.Parent)}/{node.GetPropertyName()}",
        _ => $"{PathOf(node.Parent)}/{node.GetElementIndex()}",
    };
}

/// <summary>What is done to a template.</summary>
public enum MutationKind
{
    /// <summary>A node is gone.</summary>
    Remove,

    /// <summary>A name or a text has a typing mistake.</summary>
    Rename,

    /// <summary>A node has a value of another kind.</summary>
    Retype,

    /// <summary>The members or items stand in the opposite order.</summary>
    Reorder,
}
