using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SensorWatch.Templates.Resolution;

/// <summary>
/// Evaluates CloudFormation's intrinsic functions in a stack's scope. Reference:
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
/// </summary>
internal sealed partial class IntrinsicFunctions
{
    /// <summary>What <c>{"Ref": "AWS::NoValue"}</c> gives: it takes the property or item that holds it away. Compared by reference.</summary>
    public static readonly JsonNode NoValue = JsonValue.Create("AWS::NoValue");

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StackScope _stack;
    private readonly Dictionary<string, Func<JsonNode?, Location, JsonNode?>> _functions;

    public IntrinsicFunctions(StackScope stack)
    {
        _stack = stack;
        _functions = new()
        {
            ["Ref"] = (argument, at) => _stack.Ref(Literal(argument, at), at),
            ["Fn::GetAtt"] = GetAtt,
            ["Fn::Join"] = Join,
            ["Fn::Sub"] = Sub,
            ["Fn::Select"] = Select,
            ["Fn::Split"] = Split,
            ["Fn::If"] = If,
            ["Fn::FindInMap"] = FindInMap,
            ["Fn::ImportValue"] = (argument, at) => _stack.Import(Text(argument, at), at),
            ["Fn::Base64"] = (argument, at) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(argument, at))),
            ["Fn::GetAZs"] = AvailabilityZones,
            ["Fn::Length"] = (argument, at) => Items(argument, at).Count,
            ["Fn::ToJsonString"] = (argument, at) => Resolve(argument, at)?.ToJsonString(Plain) ?? "null",
        };
    }

    /// <summary>A copy of the node with every function in it evaluated; <see cref="NoValue"/> only when the node itself is one.</summary>
    public JsonNode? Resolve(JsonNode? node, Location at) => node switch
    {
        JsonObject call when Call(call) is var (name, argument) => Invoke(name, argument, at),
        JsonObject plain => ResolveMembers(plain, at),
        JsonArray array => ResolveItems(array, at),
        _ => node?.DeepClone(),
    };

    /// <summary>The node as text; numbers and booleans turn into theirs, as in CloudFormation.</summary>
    public string Text(JsonNode? node, Location at) => Resolve(node, at) is JsonValue value && value != NoValue
        ? ToText(value)
        : throw at.Error("a string is expected; an object, a list or nothing came.");

    /// <summary>The text of a scalar.</summary>
    public static string ToText(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static (string Name, JsonNode? Argument)? Call(JsonObject node)
    {
        if (node.Count != 1)
        {
            return null;
        }

        var (name, argument) = node.First();
        return name is "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal) ? (name, argument) : null;
    }

    private JsonNode? Invoke(string name, JsonNode? argument, Location at) => _stack.Faults.Try(
        () => _functions.TryGetValue(name, out var function)
            ? function(argument, at.Member(name))
            : throw at.Gap($"{name} is not supported. Supported are {string.Join(", ", _functions.Keys)}."),
        () => $"{Deployment.UnresolvedMark}{(argument is JsonArray parts ? string.Join('.', parts) : argument)}}}");

    private JsonObject ResolveMembers(JsonObject members, Location at)
    {
        var resolved = new JsonObject();
        foreach (var (name, member) in members)
        {
            var value = Resolve(member, at.Member(name));
            if (value != NoValue)
            {
                resolved.Add(name, value);
            }
        }

        return resolved;
    }

    private JsonArray ResolveItems(JsonArray items, Location at)
    {
        var resolved = new JsonArray();
        for (var i = 0; i < items.Count; i++)
        {
            var value = Resolve(items[i], at.Item(i));
            if (value != NoValue)
            {
                resolved.Add(value);
            }
        }

        return resolved;
    }

    private JsonNode GetAtt(JsonNode? argument, Location at)
    {
        if (argument is JsonArray { Count: 2 } pair)
        {
            return _stack.GetAtt(Literal(pair[0], at), Text(pair[1], at), at);
        }

        return Literal(argument, at).Split('.', 2) is [var logicalId, var attribute]
            ? _stack.GetAtt(logicalId, attribute, at)
            : throw at.Error("[\"LogicalId\", \"Attribute\"] or \"LogicalId.Attribute\" is expected.");
    }

    private JsonNode Join(JsonNode? argument, Location at) => argument is JsonArray { Count: 2 } pair
        ? string.Join(Text(pair[0], at), Items(pair[1], at).Select(item => Text(item, at)))
        : throw at.Error("[\"delimiter\", [values]] is expected.");

    private JsonArray Split(JsonNode? argument, Location at) => argument is JsonArray { Count: 2 } pair
        ? new JsonArray([.. Text(pair[1], at).Split(Text(pair[0], at)).Select(part => (JsonNode)part)])
        : throw at.Error("[\"delimiter\", \"string\"] is expected.");

    private JsonNode? Select(JsonNode? argument, Location at)
    {
        if (argument is not JsonArray { Count: 2 } pair)
        {
            throw at.Error("[index, [values]] is expected.");
        }

        var items = Items(pair[1], at);
        return int.TryParse(Text(pair[0], at), out var index) && index >= 0 && index < items.Count
            ? items[index]?.DeepClone()
            : throw at.Error($"the index '{Text(pair[0], at)}' is none of the list's {items.Count} items.");
    }

    private JsonNode? If(JsonNode? argument, Location at) => argument is JsonArray { Count: 3 } choice
        ? Resolve(_stack.Condition(Literal(choice[0], at), at) ? choice[1] : choice[2], at)
        : throw at.Error("[\"condition\", value if true, value if false] is expected.");

    private JsonNode? FindInMap(JsonNode? argument, Location at)
    {
        if (argument is not JsonArray { Count: 3 or 4 } keys)
        {
            throw at.Error("[\"map\", \"top-level key\", \"second-level key\"] is expected.");
        }

        var (map, top, second) = (Text(keys[0], at), Text(keys[1], at), Text(keys[2], at));
        if (_stack.Section("Mappings").Find(map, top, second) is { } value)
        {
            return value.DeepClone();
        }

        return keys.Count == 4 && keys[3] is JsonObject options && options.TryGetPropertyValue("DefaultValue", out var fallback)
            ? Resolve(fallback, at)
            : throw at.Error($"the template has no mapping {map}.{top}.{second}.");
    }

    private JsonArray AvailabilityZones(JsonNode? argument, Location at)
    {
        var region = Text(argument, at) is { Length: > 0 } named ? named : _stack.Region;
        return new JsonArray($"{region}a", $"{region}b", $"{region}c");
    }

    private JsonNode Sub(JsonNode? argument, Location at)
    {
        var (template, variables) = argument is JsonArray { Count: 2 } pair && pair[1] is JsonObject map
            ? (Literal(pair[0], at), map)
            : (Literal(argument, at), []);
        return Placeholder().Replace(template, match => _stack.Faults.Try(
            () => Substitute(match.Groups["name"].Value.Trim(), variables, at),
            () => $"{Deployment.UnresolvedMark}{match.Groups["name"].Value}}}"));
    }

    private string Substitute(string name, JsonObject variables, Location at)
    {
        if (name.StartsWith('!'))
        {
            return "${" + name[1..] + "}";
        }

        if (variables.TryGetPropertyValue(name, out var variable))
        {
            return Text(variable, at.Member(name));
        }

        var value = name.Split('.', 2) is [var logicalId, var attribute]
            ? _stack.GetAtt(logicalId, attribute, at)
            : _stack.Ref(name, at);
        return Text(value, at);
    }

    /// <summary>A list that is written out, or that a function or a list parameter gives.</summary>
    private JsonArray Items(JsonNode? node, Location at) => Resolve(node, at) is JsonArray items
        ? items
        : throw at.Error("a list is expected.");

    private static string Literal(JsonNode? node, Location at) => node is JsonValue value && value.TryGetValue<string>(out var text)
        ? text
        : throw at.Error("a string without functions is expected.");

    [GeneratedRegex(@"\$\{(?<name>[^${}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
