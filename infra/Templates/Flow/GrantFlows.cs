using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// Where functions lead: what their roles allow them to publish, send, write and read. Actions:
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
/// </summary>
internal static class GrantFlows
{
    private static readonly string[] TableWrites =
    [
        "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert", "dynamodb:PartiQLUpdate",
        "dynamodb:PutItem", "dynamodb:UpdateItem",
    ];

    private static readonly string[] TableReads =
        ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PartiQLSelect", "dynamodb:Query", "dynamodb:Scan"];

    private static readonly string[] ObjectWrites = ["s3:DeleteObject", "s3:PutObject"];

    public static void Add(Deployment deployment, FlowBuilder flows)
    {
        var policies = DeploymentPolicies.Of(deployment);
        foreach (var function in deployment.Functions)
        {
            foreach (var grant in RoleGrants.Of(policies, function))
            {
                Add(function, grant, flows);
            }
        }
    }

    private static void Add(FunctionResource function, Grant grant, FlowBuilder flows)
    {
        Towards(FlowEdgeKind.Publishes, "events", ["events:PutEvents"], FlowNodeKind.Bus, edge => edge with { Events = EventsOf(grant) });
        Towards(FlowEdgeKind.Sends, "sqs", ["sqs:SendMessage"], FlowNodeKind.Queue);
        Towards(FlowEdgeKind.Sends, "sqs", ["sqs:SendMessage"], FlowNodeKind.DeadLetterQueue);
        Towards(FlowEdgeKind.Reads, "sqs", ["sqs:ReceiveMessage"], FlowNodeKind.Queue);
        Towards(FlowEdgeKind.Reads, "sqs", ["sqs:ReceiveMessage"], FlowNodeKind.DeadLetterQueue);
        Towards(FlowEdgeKind.Notifies, "sns", ["sns:Publish"], FlowNodeKind.Topic);
        Towards(FlowEdgeKind.Invokes, "lambda", ["lambda:InvokeFunction", "lambda:InvokeAsync"], FlowNodeKind.Function);
        Operate(FlowEdgeKind.Writes, TableWrites, FlowNodeKind.Table);
        Operate(FlowEdgeKind.Reads, TableReads, FlowNodeKind.Table);
        Operate(FlowEdgeKind.Writes, ObjectWrites, FlowNodeKind.Bucket);
        Operate(FlowEdgeKind.Reads, ["s3:GetObject"], FlowNodeKind.Bucket);

        void Operate(FlowEdgeKind kind, string[] actions, FlowNodeKind to) => Towards(kind, to == FlowNodeKind.Bucket ? "s3" : "dynamodb", actions, to);

        void Towards(FlowEdgeKind kind, string service, string[] actions, FlowNodeKind to, Func<FlowEdge, FlowEdge>? with = null)
        {
            string[] allowed = [.. actions.Where(grant.Allows)];
            if (allowed.Length == 0)
            {
                return;
            }

            var from = flows.Nodes.Of(function.Resource);
            foreach (var (node, part) in grant.Resources.SelectMany(resource => Nodes(flows.Nodes, resource, service, to)))
            {
                var operations = kind is FlowEdgeKind.Reads or FlowEdgeKind.Writes && to is FlowNodeKind.Bucket or FlowNodeKind.Table
                    ? allowed.Select(action => new FlowOperation(action, KeysOf(grant, to, part)))
                    : [];
                flows.Add(from, node, kind, edge => (with?.Invoke(edge) ?? edge) with { Operations = [.. operations] });
            }
        }
    }

    /// <summary>The nodes of the deployment that a resource stands for; a bus, queue, topic or function that stands elsewhere and is named in full.</summary>
    private static IReadOnlyList<(FlowNode Node, string Part)> Nodes(FlowNodes nodes, string resource, string service, FlowNodeKind kind)
    {
        // The default bus is a node as soon as somebody names it.
        _ = nodes.FindByArn(resource);
        var found = nodes.Matching(resource, node => node.Kind == kind);
        var isElsewhere = found.Count == 0 && resource.Split(':', 6) is ["arn", _, var its, _, _, _] && its == service
            && !resource.Contains('*', StringComparison.Ordinal) && nodes.FindByArn(resource) is null;
        return isElsewhere && kind is FlowNodeKind.Bus or FlowNodeKind.Queue or FlowNodeKind.Topic && nodes.FindOrOutside(resource) is { } outside
            ? [(outside, "")]
            : found;
    }

    /// <summary>
    /// The events that conditions leave. EventBridge checks them for each entry:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    /// </summary>
    private static IReadOnlyList<PublishedEvent> EventsOf(Grant grant)
    {
        IReadOnlyList<string?> sources = grant.Condition("events:source") ?? (IReadOnlyList<string?>)[null];
        IReadOnlyList<string?> detailTypes = grant.Condition("events:detail-type") ?? (IReadOnlyList<string?>)[null];
        return [.. sources.SelectMany(source => detailTypes.Select(detailType => new PublishedEvent(source, detailType)))];
    }

    private static IReadOnlyList<string> KeysOf(Grant grant, FlowNodeKind kind, string part) => kind == FlowNodeKind.Bucket
        ? part is "" or "/*" ? [] : [part[1..]]
        : grant.Condition("dynamodb:LeadingKeys") ?? [];
}
