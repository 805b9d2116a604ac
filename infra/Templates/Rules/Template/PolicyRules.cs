using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>Whether policy documents have the elements that IAM knows.</summary>
internal static class PolicyRules
{
    private static readonly string[] DocumentElements = ["Version", "Id", "Statement"];

    private static readonly string[] StatementElements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public static DesignRule Grammar { get; } = new()
    {
        Id = "template/policy-grammar",
        Sentence = "Every statement of a policy has an effect, actions and what they are on, and only elements that IAM knows.",
        Mend = "Write the statement with IAM's elements.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        Check = context =>
            from resource in context.Deployment.Resources
            where resource.Type.StartsWith("AWS::", StringComparison.Ordinal)
            from place in Documents(resource)
            from fault in Faults(place.Document, place.Name)
            select new Finding(resource, fault),
    };

    /// <summary>Documents by the names that properties have for them, and those in a role's list of policies.</summary>
    private static IEnumerable<(string Name, JsonObject Document)> Documents(Resource resource)
    {
        foreach (var name in new[] { "PolicyDocument", "AssumeRolePolicyDocument", "KeyPolicy", "ResourcePolicy", "Policy" })
        {
            if (resource.Properties[name] is JsonObject document && document.ContainsKey("Statement"))
            {
                yield return (name, document);
            }
        }

        if (resource.Type.StartsWith("AWS::IAM::", StringComparison.Ordinal) && resource.Properties["Policies"] is JsonArray policies)
        {
            foreach (var (policy, index) in policies.OfType<JsonObject>().Select((policy, index) => (policy, index)))
            {
                if (policy["PolicyDocument"] is JsonObject document)
                {
                    yield return ($"Policies[{index}].PolicyDocument", document);
                }
            }
        }
    }

    private static IEnumerable<string> Faults(JsonObject document, string name)
    {
        foreach (var (element, _) in document.Where(member => !DocumentElements.Contains(member.Key)))
        {
            yield return $"'{element}' is no element of a policy ({name}). {Suggestion.For(element, DocumentElements)}";
        }

        if (document["Version"] is JsonValue version && version.ToString() is not ("2012-10-17" or "2008-10-17") && !Unresolved.IsIn(version))
        {
            yield return $"{name}.Version is '{version}', but it must be 2012-10-17, the version of IAM's language.";
        }

        JsonArray statements = document["Statement"] switch
        {
            JsonArray list => list,
            JsonObject single => new(single.DeepClone()),
            _ => [],
        };
        for (var i = 0; i < statements.Count; i++)
        {
            if (statements[i] is not JsonObject statement)
            {
                if (!Unresolved.IsIn(statements[i]))
                {
                    yield return $"{name}.Statement[{i}] is no object.";
                }

                continue;
            }

            foreach (var fault in StatementFaults(statement, isOnResource: name is not "AssumeRolePolicyDocument"))
            {
                yield return $"{name}.Statement[{i}]: {fault}";
            }
        }
    }

    private static IEnumerable<string> StatementFaults(JsonObject statement, bool isOnResource)
    {
        foreach (var (element, _) in statement.Where(member => !StatementElements.Contains(member.Key)))
        {
            yield return $"'{element}' is no element of a statement. {Suggestion.For(element, StatementElements)}";
        }

        if (statement["Effect"] is not JsonValue effect || (effect.ToString() is not ("Allow" or "Deny") && !Unresolved.IsIn(effect)))
        {
            yield return "Effect must be Allow or Deny.";
        }

        if (!statement.ContainsKey("Action") && !statement.ContainsKey("NotAction"))
        {
            yield return "it has no Action.";
        }

        // A policy on a resource may leave the resource out only where it has a principal.
        var isWithoutTarget = !statement.ContainsKey("Resource") && !statement.ContainsKey("NotResource")
            && !statement.ContainsKey("Principal") && !statement.ContainsKey("NotPrincipal");
        if (isWithoutTarget)
        {
            yield return isOnResource ? "it has neither a Resource nor a Principal." : "it has no Principal.";
        }
    }
}
