using System.Text.Json.Nodes;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>A target of a rule of EventBridge or of a schedule of its Scheduler, which name failures in the same way.</summary>
/// <param name="Owner">The rule or schedule.</param>
/// <param name="Properties">The target's own properties.</param>
/// <param name="Name">For messages: <c>Target 'Queue'</c>, <c>The target</c>.</param>
internal sealed record DeliveryTarget(Resource Owner, JsonObject Properties, string Name)
{
    public const string ScheduleType = "AWS::Scheduler::Schedule";

    public bool IsOfSchedule => Owner.Type == ScheduleType;

    public string? Arn => JsonValues.Text(Properties, "Arn");

    public string? RoleArn => JsonValues.Text(Properties, "RoleArn");

    public string? DeadLetterArn => JsonValues.Text(Properties, "DeadLetterConfig", "Arn");

    public static IEnumerable<DeliveryTarget> Of(Deployment deployment) =>
    [
        .. from rule in deployment.OfType(RuleResource.Type)
           from target in JsonValues.Objects(rule.Properties, "Targets")
           select new DeliveryTarget(rule, target, $"Target '{JsonValues.Text(target, "Id")}'"),
        .. from schedule in deployment.OfType(ScheduleType)
           let target = schedule.Node("Target") as JsonObject
           where target is not null
           select new DeliveryTarget(schedule, target, "The target"),
    ];
}
