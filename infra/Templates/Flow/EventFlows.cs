using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>Buses, rules and schedules with their targets, archives.</summary>
internal static class EventFlows
{
    public static void Add(Deployment deployment, FlowBuilder flows)
    {
        foreach (var rule in deployment.Rules.Where(rule => rule.Enabled))
        {
            AddRule(rule, flows);
        }

        AddSchedules(deployment, flows);
        foreach (var archive in deployment.Archives)
        {
            var node = flows.Nodes.Add(archive.Resource, FlowNodeKind.Archive, FlowNodes.ShortName(archive.Resource), archive.Name, archive.Arn);
            flows.Add(flows.Nodes.FindOrOutside(archive.SourceArn), node, FlowEdgeKind.Keeps, edge => edge with
            {
                Label = archive.RetentionDays == 0 ? "for ever" : $"{archive.RetentionDays} days",
                Patterns = archive.EventPattern is { } pattern ? [pattern] : [],
            });
        }
    }

    private static void AddRule(RuleResource rule, FlowBuilder flows)
    {
        var nodes = flows.Nodes;
        var node = nodes.Of(rule.Resource);
        if (rule.EventPattern is { } pattern)
        {
            flows.Add(nodes.Bus(rule.EventBusName), node, FlowEdgeKind.Matches, edge => edge with { Patterns = [pattern] });
        }

        foreach (var target in rule.Targets)
        {
            var transforms = target is not { Input: null, InputPath: null, InputTransformer: null };
            flows.Add(node, nodes.FindOrOutside(target.Arn), FlowEdgeKind.Delivers, edge => edge with
            {
                Label = rule.ScheduleExpression ?? (transforms ? "input transformed" : null),
                Transforms = transforms,
            });
            if (target.DeadLetterArn is { } deadLetters)
            {
                flows.Add(node, nodes.FindOrOutside(deadLetters), FlowEdgeKind.FailsTo, edge => edge with { Label = "what can't be delivered" });
            }
        }
    }

    /// <summary>EventBridge Scheduler: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html</summary>
    private static void AddSchedules(Deployment deployment, FlowBuilder flows)
    {
        foreach (var schedule in deployment.OfType("AWS::Scheduler::Schedule"))
        {
            var node = flows.Nodes.Add(schedule, FlowNodeKind.Schedule, FlowNodes.ShortName(schedule), schedule.Name);
            if (JsonValues.Text(schedule.Properties, "Target", "Arn") is { } target)
            {
                flows.Add(node, flows.Nodes.FindOrOutside(target), FlowEdgeKind.Delivers, edge => edge with
                {
                    Label = JsonValues.Text(schedule.Properties, "ScheduleExpression"),
                });
            }

            if (JsonValues.Text(schedule.Properties, "Target", "DeadLetterConfig", "Arn") is { } deadLetters)
            {
                flows.Add(node, flows.Nodes.FindOrOutside(deadLetters), FlowEdgeKind.FailsTo);
            }
        }
    }
}
