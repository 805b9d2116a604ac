using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Access;

/// <summary>Reads the JSON of policies: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html</summary>
internal static class PolicyReader
{
    private const string CurrentVersion = "2012-10-17";
    private const string OldVersion = "2008-10-17";

    private static readonly string[] Elements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public static PolicyDocument Read(JsonObject document)
    {
        var version = document["Version"] is { } node ? Text("Version", node) : OldVersion;
        if (version is not (CurrentVersion or OldVersion))
        {
            throw new FormatException($"Version: {CurrentVersion} or {OldVersion} is expected, but '{version}' came.");
        }

        var statements = document["Statement"] switch
        {
            JsonArray items => items.Select((item, index) => (At: $"Statement[{index}]", Node: item)),
            JsonObject single => [(At: "Statement", Node: (JsonNode?)single)],
            null => throw new FormatException("Statement: it is required, but missing."),
            _ => throw new FormatException("Statement: a list of statements is expected."),
        };
        return new([.. statements.Select(statement => Statement(statement.At, statement.Node, version == CurrentVersion))]);
    }

    /// <summary>One text or a list of them; numbers and booleans count as their text.</summary>
    public static IReadOnlyList<string> Texts(string at, JsonNode? node) => node is JsonArray items
        ? [.. items.Select((item, index) => Text($"{at}[{index}]", item))]
        : [Text(at, node)];

    private static PolicyStatement Statement(string at, JsonNode? node, bool hasVariables)
    {
        if (node is not JsonObject statement)
        {
            throw new FormatException($"{at}: an object is expected.");
        }

        if (statement.FirstOrDefault(member => !Elements.Contains(member.Key)).Key is { } unknown)
        {
            throw new FormatException($"{at}.{unknown}: there is no such element; there are {string.Join(", ", Elements)}.");
        }

        var sid = statement["Sid"] is { } name ? Text($"{at}.Sid", name) : null;
        return new()
        {
            Sid = sid,
            Label = string.IsNullOrEmpty(sid) ? at : $"the statement '{sid}'",
            Effect = statement["Effect"] is { } effect ? Effect($"{at}.Effect", effect) : throw new FormatException($"{at}.Effect: it is required, but missing."),
            Principal = Principals(at, statement),
            Action = Element(at, statement, "Action") ?? throw new FormatException($"{at}.Action: it is required, but missing."),
            Resource = Element(at, statement, "Resource"),
            Conditions = Conditions($"{at}.Condition", statement["Condition"]),
            HasVariables = hasVariables,
        };
    }

    private static PolicyEffect Effect(string at, JsonNode node) => Text(at, node) switch
    {
        "Allow" => PolicyEffect.Allow,
        "Deny" => PolicyEffect.Deny,
        var other => throw new FormatException($"{at}: Allow or Deny is expected, but '{other}' came."),
    };

    private static PolicyElement? Element(string at, JsonObject statement, string name) => Either(at, statement, name) switch
    {
        (var key, { } node, var isNegated) => new(Texts($"{at}.{key}", node), isNegated),
        _ => null,
    };

    private static PrincipalElement? Principals(string at, JsonObject statement) => Either(at, statement, "Principal") switch
    {
        (var key, JsonObject kinds, var isNegated) =>
            new([.. kinds.SelectMany(kind => Texts($"{at}.{key}.{kind.Key}", kind.Value).Select(value => Principal($"{at}.{key}", kind.Key, value)))], isNegated),
        (var key, { } node, var isNegated) => Text($"{at}.{key}", node) is "*"
            ? new([new(PrincipalKind.Any, "*")], isNegated)
            : throw new FormatException($"{at}.{key}: \"*\" or an object such as {{\"Service\": …}} is expected."),
        _ => null,
    };

    private static PolicyPrincipal Principal(string at, string kind, string value) => kind switch
    {
        "AWS" when value is "*" => new(PrincipalKind.Any, value),
        "AWS" => new(PrincipalKind.Aws, value),
        "Service" => new(PrincipalKind.Service, value),
        "Federated" => new(PrincipalKind.Federated, value),
        "CanonicalUser" => new(PrincipalKind.CanonicalUser, value),
        _ => throw new FormatException($"{at}.{kind}: there is no such kind of principal; there are AWS, Service, Federated, CanonicalUser."),
    };

    private static (string Key, JsonNode? Node, bool IsNegated) Either(string at, JsonObject statement, string name)
    {
        var (plain, negated) = (statement[name], statement["Not" + name]);
        return plain is not null && negated is not null ? throw new FormatException($"{at}: {name} and Not{name} exclude each other.")
            : plain is not null ? (name, plain, false)
            : ("Not" + name, negated, true);
    }

    private static List<PolicyCondition> Conditions(string at, JsonNode? node)
    {
        if (node is null)
        {
            return [];
        }

        var operators = node as JsonObject ?? throw new FormatException($"{at}: an object by operator is expected.");
        return
        [
            .. from operation in operators
               from key in operation.Value as JsonObject ?? throw new FormatException($"{at}.{operation.Key}: an object by key is expected.")
               select PolicyCondition.Create($"{at}.{operation.Key}", operation.Key, key.Key, Texts($"{at}.{operation.Key}.{key.Key}", key.Value)),
        ];
    }

    private static string Text(string at, JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()
        : throw new FormatException($"{at}: a string is expected.");
}
