using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>Whether a role may do what is needed of it, as far as its policies can be known before anybody calls.</summary>
internal static class AccessNeeds
{
    /// <summary>Whether a statement may allow it. Conditions on what only a request knows count as met, and so does what could not be resolved.</summary>
    public static bool MayBeMet(DesignContext context, RolePolicies role, string roleArn, NeededAccess needed)
    {
        var ofResource = needed.ResourceArn is { } arn ? context.Policies.OnResources[arn] : [];
        var caller = Caller.Of(roleArn);
        return role.Documents.SelectMany(policy => policy.Statements).Any(statement => Allows(statement, needed))
            || ofResource.SelectMany(policy => policy.Document.Statements)
                .Any(statement => statement.Principal?.Match(caller) == PrincipalMatch.Named && Allows(statement, needed));
    }

    private static bool Allows(PolicyStatement statement, NeededAccess needed) =>
        statement.Effect == PolicyEffect.Allow
        && statement.Action.Matches(needed.Action, ignoreCase: true, null)
        && (needed.ResourceArn is not { } arn || statement.Resource is not { } resource || MayTake(resource, arn))
        && statement.Conditions.All(condition => !needed.Context.Has(condition.Key) || condition.Holds(needed.Context, statement.HasVariables));

    private static bool MayTake(PolicyElement resource, string arn) =>
        resource.Patterns.Any(pattern => pattern.IsUnresolved() || pattern.Contains("${", StringComparison.Ordinal)) || resource.Matches(arn, ignoreCase: false, null);
}
