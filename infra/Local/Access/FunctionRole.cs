using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>A function as IAM knows it: a session of its role.</summary>
internal sealed class FunctionRole
{
    private readonly RoleSession _session;

    /// <param name="function">The function.</param>
    /// <param name="policies">The deployment's policies.</param>
    public FunctionRole(FunctionResource function, DeploymentPolicies policies)
    {
        Function = function;
        _session = new(policies, function.Resource.Properties["Role"]?.ToString() ?? "", function.Name, function.Arn.Split(':')[3]);
    }

    public FunctionResource Function { get; }

    public Caller Caller => _session.Caller;

    /// <inheritdoc cref="RoleSession.Arn"/>
    public string SessionArn => _session.Arn;

    /// <inheritdoc cref="RoleSession.Gap"/>
    public string? Gap => _session.Gap;

    /// <summary>A request of the function's; AWS tells its ARN: https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html</summary>
    public AccessRequest Ask(Permission permission, DateTimeOffset now) =>
        _session.Ask(permission.With("lambda:SourceFunctionArn", Function.Arn), now);
}
