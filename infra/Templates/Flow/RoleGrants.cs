using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>What a policy's statement allows, as far as it says where events and data go.</summary>
/// <param name="Statement">A statement that allows.</param>
internal sealed record Grant(PolicyStatement Statement)
{
    /// <summary>Patterns of ARNs; none for a statement on all but some, which is one on nearly everything.</summary>
    public IReadOnlyList<string> Resources => Statement.Resource switch
    {
        null => [],
        { IsNegated: true } => ["*"],
        var resource => resource.Patterns,
    };

    /// <summary>Whether an action is allowed.</summary>
    public bool Allows(string action) => Statement.Action.Matches(action, ignoreCase: true, variables: null);

    /// <summary>The values of a condition key in the operators that ask for equality or likeness; null when there is no such condition.</summary>
    public IReadOnlyList<string>? Condition(string key)
    {
        IReadOnlyList<string> values =
        [
            .. Statement.Conditions
                .Where(condition => condition.IsOn(key) && condition.Operator is "StringEquals" or "StringLike" or "StringEqualsIgnoreCase")
                .SelectMany(condition => condition.Values),
        ];
        return values.Count == 0 || !values.All(FlowNodes.IsKnown) ? null : values;
    }
}

/// <summary>
/// What functions' roles are granted. Denials and boundaries are not looked at, so this is what a function might do at most.
/// </summary>
internal static class RoleGrants
{
    public static IReadOnlyList<Grant> Of(DeploymentPolicies policies, FunctionResource function) =>
        JsonValues.Text(function.Resource.Properties, "Role") is { } role && FlowNodes.IsKnown(role)
            ? [.. policies.OfRole(role).Documents.SelectMany(document => document.Statements)
                .Where(statement => statement.Effect == PolicyEffect.Allow)
                .Select(statement => new Grant(statement))]
            : [];
}
