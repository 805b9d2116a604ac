using SensorWatch.Templates.Access;

namespace SensorWatch.Local.Access;

/// <summary>Somebody who acts with a role of the deployment.</summary>
internal sealed class RoleSession
{
    private readonly AccessContext _context;

    /// <param name="policies">The deployment's policies.</param>
    /// <param name="roleArn">The role; empty when there is none.</param>
    /// <param name="name">The session's name.</param>
    /// <param name="region">Where it acts.</param>
    public RoleSession(DeploymentPolicies policies, string roleArn, string name, string region)
    {
        if (roleArn.Split(':', 6) is ["arn", var partition, "iam", _, var account, var path])
        {
            Arn = $"arn:{partition}:sts::{account}:assumed-role/{path[(path.LastIndexOf('/') + 1)..]}/{name}";
        }

        Caller = Caller.Of(roleArn) with { SessionArn = Arn };
        _context = ContextOf(Caller, region);
        var known = policies.OfRole(roleArn);
        Gap = known.Role is null ? "its role is not in the assembly"
            : known.Unknown is [var unknown, ..] ? $"what {unknown} of its role allows is not known here"
            : null;
    }

    public Caller Caller { get; }

    /// <summary><c>arn:aws:sts::ACCOUNT:assumed-role/ROLE/NAME</c>, as AWS's messages name it.</summary>
    public string Arn { get; } = "";

    /// <summary>Why the role's rights aren't known, so that its calls can't be judged; null when they are.</summary>
    public string? Gap { get; }

    /// <summary>A request of the session's.</summary>
    public AccessRequest Ask(Permission permission, DateTimeOffset now)
    {
        var context = _context
            .With("aws:CurrentTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))
            .With("aws:EpochTime", $"{now.ToUnixTimeSeconds()}");
        return new(Caller, permission.Action, permission.Resource)
        {
            Context = permission.Keys.Aggregate(context, (keys, key) => keys.With(key.Name, key.Values)),
        };
    }

    /// <summary>
    /// The condition keys that each of its calls has:
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    /// </summary>
    private static AccessContext ContextOf(Caller caller, string region) => AccessContext.Empty

        // Plain HTTP on this machine's loopback stands for TLS: a policy that asks for TLS is about the network.
        .With("aws:SecureTransport", "true")
        .With("aws:PrincipalArn", caller.Arn!)
        .With("aws:PrincipalAccount", caller.Account ?? "")
        .With("aws:PrincipalType", "AssumedRole")
        .With("aws:PrincipalIsAWSService", "false")
        .With("aws:ViaAWSService", "false")
        .With("aws:RequestedRegion", region);
}
