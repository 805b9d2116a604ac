using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Queues;

/// <summary>
/// One statement of a resource policy, as far as policies on queues use the language.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
/// </summary>
internal sealed class PolicyStatement
{
    private const string IfExists = "IfExists";

    private static readonly Dictionary<string, (Func<string, string, bool> Compare, bool Negated)> Operators = new()
    {
        ["StringEquals"] = (string.Equals, false),
        ["StringNotEquals"] = (string.Equals, true),
        ["StringEqualsIgnoreCase"] = (EqualsIgnoreCase, false),
        ["StringNotEqualsIgnoreCase"] = (EqualsIgnoreCase, true),
        ["StringLike"] = (Like, false),
        ["StringNotLike"] = (Like, true),
        ["ArnEquals"] = (ArnLike, false),
        ["ArnLike"] = (ArnLike, false),
        ["ArnNotEquals"] = (ArnLike, true),
        ["ArnNotLike"] = (ArnLike, true),
        ["Bool"] = (EqualsIgnoreCase, false),
    };

    private readonly JsonObject _statement;

    private PolicyStatement(JsonObject statement) => _statement = statement;

    /// <summary>The effect is Deny rather than Allow.</summary>
    public bool Denies => _statement["Effect"]?.GetValue<string>() == "Deny";

    /// <summary>The statements of a policy document.</summary>
    /// <exception cref="FormatException">A condition operator that isn't supported; the message names it.</exception>
    public static IReadOnlyList<PolicyStatement> Parse(JsonObject document)
    {
        var statements = document["Statement"] switch
        {
            JsonArray array => array.OfType<JsonObject>(),
            JsonObject single => [single],
            _ => [],
        };
        return [.. statements.Select(statement =>
        {
            var unknown = Conditions(statement).FirstOrDefault(c => c.Operator != "Null" && !Operators.ContainsKey(c.Operator));
            return unknown.Operator is null
                ? new PolicyStatement(statement)
                : throw new FormatException($"the condition operator {unknown.Operator} of its policy is not supported here.");
        })];
    }

    /// <summary>Whether statements let a service do something on behalf of a resource: one allows it, and none denies it.</summary>
    /// <param name="statements">Those of the resource's policies.</param>
    /// <param name="service">The service's principal: <c>events.amazonaws.com</c>.</param>
    /// <param name="action">Such as <c>sqs:SendMessage</c>.</param>
    /// <param name="resourceArn">The resource that the policies protect.</param>
    /// <param name="sourceArn">The resource for which the service acts, such as a rule's ARN.</param>
    public static bool Allow(IEnumerable<PolicyStatement> statements, string service, string action, string resourceArn, string sourceArn)
    {
        var context = new Dictionary<string, string>
        {
            ["aws:SourceArn"] = sourceArn,
            ["aws:SourceAccount"] = sourceArn.Split(':')[4],
            ["aws:SecureTransport"] = "true",
            ["aws:PrincipalIsAWSService"] = "true",
            ["aws:PrincipalServiceName"] = service,
        };
        var covering = statements.Where(statement => statement.Covers(service, action, resourceArn, context)).ToList();
        return covering.Count > 0 && !covering.Exists(statement => statement.Denies);
    }

    /// <summary>Whether the statement speaks of this request.</summary>
    /// <param name="service">The calling service's principal: <c>events.amazonaws.com</c>.</param>
    /// <param name="action">Such as <c>sqs:SendMessage</c>.</param>
    /// <param name="resourceArn">The resource that the policy protects.</param>
    /// <param name="context">The condition keys that the request has, such as <c>aws:SourceArn</c>.</param>
    public bool Covers(string service, string action, string resourceArn, IReadOnlyDictionary<string, string> context) =>
        Names("Principal", service, IsPrincipal)
        && Names("Action", action, (pattern, value) => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true))
        && Names("Resource", resourceArn, Like)
        && Conditions(_statement).All(condition => IsMet(condition, context));

    private bool Names(string element, string value, Func<string, string, bool> matches)
    {
        if (_statement["Not" + element] is { } excluded)
        {
            return !Strings(excluded).Any(pattern => matches(pattern, value));
        }

        // A policy on a resource may leave its resource out.
        return _statement[element] is { } included ? Strings(included).Any(pattern => matches(pattern, value)) : element == "Resource";
    }

    private static bool IsMet((string Operator, bool Optional, string Key, JsonNode? Values) condition, IReadOnlyDictionary<string, string> context)
    {
        var actual = context.FirstOrDefault(c => EqualsIgnoreCase(c.Key, condition.Key)).Value;
        if (condition.Operator == "Null")
        {
            return Strings(condition.Values).Contains(actual is null ? "true" : "false");
        }

        var (compare, negated) = Operators[condition.Operator];
        return actual is null
            ? negated || condition.Optional
            : Strings(condition.Values).Any(expected => compare(expected, actual)) != negated;
    }

    private static IEnumerable<(string Operator, bool Optional, string Key, JsonNode? Values)> Conditions(JsonObject statement) =>
        from operation in statement["Condition"] as JsonObject ?? []
        let optional = operation.Key.EndsWith(IfExists, StringComparison.Ordinal)
        let name = optional ? operation.Key[..^IfExists.Length] : operation.Key
        from key in operation.Value as JsonObject ?? []
        select (name, optional, key.Key, key.Value);

    /// <summary>One string or many; of a principal, those of any kind (<c>{"Service": …}</c>).</summary>
    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Strings),
        JsonObject byKind => byKind.SelectMany(kind => Strings(kind.Value)),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        null => [],
        _ => [node.ToJsonString()],
    };

    private static bool IsPrincipal(string pattern, string service) => pattern == "*" || pattern == service;

    private static bool EqualsIgnoreCase(string pattern, string value) => string.Equals(pattern, value, StringComparison.OrdinalIgnoreCase);

    private static bool Like(string pattern, string value) => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);

    /// <summary>Each of the six parts of an ARN is compared by itself, with wildcards.</summary>
    private static bool ArnLike(string pattern, string value)
    {
        var (patterns, values) = (pattern.Split(':', 6), value.Split(':', 6));
        return patterns.Length == values.Length && patterns.Zip(values).All(part => Like(part.First, part.Second));
    }
}
