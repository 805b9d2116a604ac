using SensorWatch.Local.Access;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>
/// The execution role with which Scheduler invokes a schedule's target and tells its dead-letter queue. Scheduler must be
/// able to assume it when the schedule is made; what it may do is asked at each invocation.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role
/// </summary>
internal sealed class ScheduleRole
{
    private const string Principal = "scheduler.amazonaws.com";

    private readonly DeploymentPolicies _policies;
    private readonly RoleSession _session;

    public ScheduleRole(ScheduleResource schedule, DeploymentPolicies policies)
    {
        _policies = policies;
        _session = new(policies, schedule.RoleArn, schedule.Name, schedule.Arn.Split(':')[3]);
    }

    /// <inheritdoc cref="RoleSession.Gap"/>
    public string? Gap => _session.Gap;

    /// <summary>Why Scheduler would not make the schedule; null when it would, or when the role isn't known here.</summary>
    public static string? ReasonToRefuse(ScheduleResource schedule, DeploymentPolicies policies)
    {
        var role = schedule.RoleArn;
        List<AttachedPolicy> trust = [.. policies.All.Where(policy => policy.Kind == PolicyKind.Trust && policy.AttachedTo.Contains(role))];

        // Of a schedule, the trust policy's condition sees the group:
        // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
        return trust.Count == 0 || ServiceAccess.IsAllowed(
            trust.Select(policy => policy.Document), Principal, "sts:AssumeRole", role, GroupArn(schedule))
                ? null
                : $"The execution role you provide must allow AWS EventBridge Scheduler to assume the role. No statement of the trust policy of {role} lets {Principal} do so.";
    }

    /// <summary>Asks whether the role may do something.</summary>
    /// <exception cref="Endpoint.AwsException">It may not; in the words of the service.</exception>
    public void Demand(string action, string resourceArn, DateTimeOffset now)
    {
        if (_session.Gap is not null)
        {
            return;
        }

        var permission = new Permission(action, resourceArn);
        var decision = _policies.Evaluate(_session.Ask(permission, now));
        if (!decision.IsAllowed)
        {
            throw AccessErrors.Denied(_session.Arn, action.Split(':')[0], permission, decision);
        }
    }

    private static string GroupArn(ScheduleResource schedule)
    {
        var parts = schedule.Arn.Split(':');
        return $"{string.Join(':', parts[..5])}:schedule-group/{schedule.GroupName}";
    }
}
