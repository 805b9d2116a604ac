using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>What a policy allows, as far as it says where events and data go.</summary>
/// <param name="Actions">Patterns of actions: <c>dynamodb:*</c>.</param>
/// <param name="Resources">Patterns of ARNs.</param>
internal sealed record Grant(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources)
{
    /// <summary>The values of a condition key in the operators that ask for equality or likeness; null when there is no such condition.</summary>
    public required Func<string, IReadOnlyList<string>?> Condition { get; init; }

    /// <summary>Whether an action is among those allowed. IAM takes their case for equal.</summary>
    public bool Allows(string action) => Actions.Any(allowed => Glob.Of(allowed).Folded().Covers(Glob.Literal(action).Folded()));
}

/// <summary>
/// What functions' roles are granted: inline policies, policies attached by <c>AWS::IAM::Policy</c> and managed ones of the
/// deployment. Denials, boundaries and AWS's managed policies are not looked at, so this is what a function might do at most.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
/// </summary>
internal static class RoleGrants
{
    public static IReadOnlyList<Grant> Of(Deployment deployment, FunctionResource function)
    {
        var role = Text(function.Resource.Properties["Role"]) is { } arn && FlowNodes.IsKnown(arn)
            ? deployment.OfType("AWS::IAM::Role").FirstOrDefault(role => role.Attributes.GetValueOrDefault("Arn") == arn)
            : null;
        return role is null
            ? []
            : [.. Documents(deployment, role).SelectMany(document => Items(document["Statement"])).OfType<JsonObject>().SelectMany(Read)];
    }

    private static IEnumerable<JsonObject> Documents(Deployment deployment, Resource role)
    {
        var inline = Items(role.Properties["Policies"]).OfType<JsonObject>();
        var attached = deployment.OfType("AWS::IAM::Policy").Concat(deployment.OfType("AWS::IAM::ManagedPolicy"))
            .Where(policy => Texts(policy.Properties["Roles"]).Contains(role.Name)
                || Texts(role.Properties["ManagedPolicyArns"]).Contains(policy.PhysicalId))
            .Select(policy => policy.Properties);
        return inline.Concat(attached).Select(policy => policy["PolicyDocument"]).OfType<JsonObject>();
    }

    private static IEnumerable<Grant> Read(JsonObject statement)
    {
        if (Text(statement["Effect"]) == "Allow" && statement.ContainsKey("Action") && statement.ContainsKey("Resource"))
        {
            yield return new(Texts(statement["Action"]), Texts(statement["Resource"]))
            {
                Condition = key => Condition(statement["Condition"] as JsonObject, key),
            };
        }
    }

    /// <summary>Negated operators and those for other types than strings limit nothing here.</summary>
    private static IReadOnlyList<string>? Condition(JsonObject? conditions, string key)
    {
        IReadOnlyList<string> values =
        [
            .. from condition in conditions ?? []
               let name = condition.Key[(condition.Key.IndexOf(':', StringComparison.Ordinal) + 1)..]
               where name is "StringEquals" or "StringLike" or "StringEqualsIgnoreCase"
               from member in condition.Value as JsonObject ?? []
               where string.Equals(member.Key, key, StringComparison.OrdinalIgnoreCase)
               from value in Texts(member.Value)
               select value,
        ];
        return values.Count == 0 || !values.All(FlowNodes.IsKnown) ? null : values;
    }

    /// <summary>IAM takes one of a thing for a list of one.</summary>
    private static IEnumerable<JsonNode?> Items(JsonNode? node) => node as IEnumerable<JsonNode?> ?? [node];

    private static IReadOnlyList<string> Texts(JsonNode? node) => [.. Items(node).Select(Text).OfType<string>()];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
