namespace SensorWatch.Templates.Access;

/// <summary>What policies say of a request.</summary>
public enum AccessOutcome
{
    Allowed,

    /// <summary>No statement allows it.</summary>
    ImplicitlyDenied,

    /// <summary>A statement denies it, whatever others allow.</summary>
    ExplicitlyDenied,
}

/// <summary>A decision.</summary>
/// <param name="Outcome">What it is.</param>
/// <param name="Statement">The statement that allows or denies; null when no statement speaks of the request.</param>
public sealed record AccessDecision(AccessOutcome Outcome, PolicyStatement? Statement)
{
    public bool IsAllowed => Outcome == AccessOutcome.Allowed;
}

/// <summary>
/// Decides as IAM does, for policies of roles and of resources:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
/// Boundaries, session policies and policies of organizations are not part of it.
/// </summary>
public static class PolicyEvaluation
{
    /// <summary>Whether a request is allowed.</summary>
    /// <param name="request">The call.</param>
    /// <param name="identityPolicies">Those of the caller; none for a service.</param>
    /// <param name="resourcePolicies">Those of the resource.</param>
    public static AccessDecision Evaluate(
        AccessRequest request, IEnumerable<PolicyDocument> identityPolicies, IEnumerable<PolicyDocument> resourcePolicies)
    {
        ArgumentNullException.ThrowIfNull(request);
        var byIdentity = Find(request, identityPolicies);
        var byResource = Find(request, resourcePolicies);
        if ((byIdentity.Deny ?? byResource.Deny) is { } deny)
        {
            return new(AccessOutcome.ExplicitlyDenied, deny);
        }

        var allow = IsOfOneAccount(request)
            // In one account either is enough. A policy that names the account alone leaves it to the account's own policies.
            ? byIdentity.Named ?? byResource.Named
            // The resource's owner and the caller's account must both agree.
            : byIdentity.Named is null ? null : byResource.Named ?? byResource.Account;
        return allow is null ? new(AccessOutcome.ImplicitlyDenied, null) : new(AccessOutcome.Allowed, allow);
    }

    /// <summary>A service and nobody known have no policies of their own: the resource's decides alone. S3's ARNs have no account.</summary>
    private static bool IsOfOneAccount(AccessRequest request) =>
        request.Caller.Account is not { } caller
        || request.Resource.Split(':') is not [_, _, _, _, { Length: > 0 } owner, ..]
        || owner == caller;

    private static Findings Find(AccessRequest request, IEnumerable<PolicyDocument> policies)
    {
        var found = new Findings(null, null, null);
        foreach (var statement in policies.SelectMany(policy => policy.Statements))
        {
            found = (statement.Matches(request), statement.Effect) switch
            {
                (PrincipalMatch.None, _) => found,
                (_, PolicyEffect.Deny) => found with { Deny = found.Deny ?? statement },
                (PrincipalMatch.Account, _) => found with { Account = found.Account ?? statement },
                _ => found with { Named = found.Named ?? statement },
            };
        }

        return found;
    }

    /// <summary>The first statement of each kind that speaks of the request.</summary>
    private sealed record Findings(PolicyStatement? Deny, PolicyStatement? Named, PolicyStatement? Account);
}
