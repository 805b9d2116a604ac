using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>A function as IAM knows it: a session of its role.</summary>
internal sealed class FunctionRole
{
    private readonly AccessContext _context;

    /// <param name="function">The function.</param>
    /// <param name="policies">The deployment's policies.</param>
    public FunctionRole(FunctionResource function, DeploymentPolicies policies)
    {
        Function = function;
        var role = function.Resource.Properties["Role"]?.ToString() ?? "";
        if (role.Split(':', 6) is ["arn", var partition, "iam", _, var account, var path])
        {
            SessionArn = $"arn:{partition}:sts::{account}:assumed-role/{path[(path.LastIndexOf('/') + 1)..]}/{function.Name}";
        }

        Caller = Caller.Of(role) with { SessionArn = SessionArn };
        _context = ContextOf(Caller, function);
        var known = policies.OfRole(role);
        Gap = known.Role is null ? "its role is not in the assembly"
            : known.Unknown is [var unknown, ..] ? $"what {unknown} of its role allows is not known here"
            : null;
    }

    public FunctionResource Function { get; }

    public Caller Caller { get; }

    /// <summary><c>arn:aws:sts::ACCOUNT:assumed-role/ROLE/FUNCTION</c>, as AWS's messages name it.</summary>
    public string SessionArn { get; } = "";

    /// <summary>Why the role's rights aren't known, so that its calls can't be judged; null when they are.</summary>
    public string? Gap { get; }

    /// <summary>A request of the function's.</summary>
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
    /// The condition keys that each call of a function has:
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
    /// https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html
    /// </summary>
    private static AccessContext ContextOf(Caller caller, FunctionResource function) => AccessContext.Empty

        // Plain HTTP on this machine's loopback stands for TLS: a policy that asks for TLS is about the network.
        .With("aws:SecureTransport", "true")
        .With("aws:PrincipalArn", caller.Arn!)
        .With("aws:PrincipalAccount", caller.Account ?? "")
        .With("aws:PrincipalType", "AssumedRole")
        .With("aws:PrincipalIsAWSService", "false")
        .With("aws:ViaAWSService", "false")
        .With("aws:RequestedRegion", function.Arn.Split(':')[3])
        .With("lambda:SourceFunctionArn", function.Arn);
}
