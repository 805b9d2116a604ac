using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>
/// Holds the functions' calls to their roles' policies and to those of what they call, as IAM does. Whoever else calls is
/// an operator, who may do everything. A function whose rights the templates don't tell may, too (<see cref="Unjudged"/>).
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/referencePolicies_evaluation-logic.html
/// </summary>
public sealed class AccessControl
{
    private readonly Deployment _deployment;
    private readonly CallPermissions _permissions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, FunctionRole> _roles;

    public AccessControl(Deployment deployment, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        (_deployment, _time, _logger) = (deployment, time, logger);
        Policies = DeploymentPolicies.Of(deployment);
        _permissions = new(deployment);

        // Made here once: later calls come from many threads, and only read.
        _roles = deployment.Functions.ToDictionary(
            function => FunctionCredentials.AccessKeyId(function.Arn), function => new FunctionRole(function, Policies), StringComparer.Ordinal);
    }

    /// <summary>The deployment's policies.</summary>
    internal DeploymentPolicies Policies { get; }

    /// <summary>How many functions are held to their roles.</summary>
    public int Judged => _roles.Values.Count(role => role.Gap is null);

    /// <summary>The functions that may do everything, since what their roles allow isn't known here, and why.</summary>
    public IReadOnlyList<(FunctionResource Function, string Reason)> Unjudged =>
        [.. _roles.Values.Where(role => role.Gap is not null).Select(role => (role.Function, role.Gap!))];

    /// <summary>The function that makes a call; null for an operator.</summary>
    public FunctionResource? FunctionOf(ServiceCall call) => RoleOf(call)?.Function;

    /// <summary>ARN of the session that makes a call, <c>arn:aws:sts::ACCOUNT:assumed-role/ROLE/FUNCTION</c>; null for an operator.</summary>
    public string? SessionOf(ServiceCall call) => RoleOf(call)?.SessionArn is { Length: > 0 } session ? session : null;

    /// <summary>Why Lambda would refuse a mapping for want of its role's rights; null when it wouldn't.</summary>
    public string? ProblemOf(EventSourceMappingResource mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        if (_deployment.FindFunction(mapping.FunctionName) is not { } function || _roles[FunctionCredentials.AccessKeyId(function.Arn)] is not { Gap: null } role)
        {
            return null;
        }

        var now = _time.GetUtcNow();
        return LambdaRights.ProblemOf(mapping, needed => Policies.Evaluate(role.Ask(needed, now)).IsAllowed);
    }

    /// <summary>Whether the caller may.</summary>
    /// <exception cref="AwsException">It may not; in the words of the service.</exception>
    public void Authorize(ServiceCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (RoleOf(call) is not { Gap: null } role)
        {
            return;
        }

        var now = _time.GetUtcNow();
        foreach (var permission in _permissions.Of(call))
        {
            var decision = Policies.Evaluate(role.Ask(permission, now));
            if (!decision.IsAllowed)
            {
                var error = AccessErrors.Denied(role.SessionArn, call.Service, permission, decision);
                _logger.LogWarning("{Message}", error.Message);
                throw error;
            }
        }
    }

    private FunctionRole? RoleOf(ServiceCall call) =>
        FunctionCredentials.SignerOf(call.Request) is { } key ? _roles.GetValueOrDefault(key) : null;
}
