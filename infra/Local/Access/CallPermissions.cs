using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Access;

/// <summary>
/// Which rights the services' operations need. Each service's table:
/// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
/// </summary>
internal sealed class CallPermissions
{
    private static readonly string[] MoveActions = ["StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

    private readonly ResourceNames _names;
    private readonly TablePermissions _tables;

    public CallPermissions(Deployment deployment)
    {
        _names = new(deployment);
        _tables = new(_names);
    }

    /// <summary>What a call needs, all of it; nothing for <c>sts:GetCallerIdentity</c>, which nobody can be refused, and for services that aren't served.</summary>
    public IEnumerable<Permission> Of(ServiceCall call) => call.Service switch
    {
        "dynamodb" => _tables.Of(call.Operation, call.Body),
        "sqs" => Queues(call.Operation, call.Body),
        "events" => Events(call.Operation, call.Body),
        "logs" => [Logs(call.Operation, call.Body)],
        "sns" => [Topics(call.Operation, call.Form)],
        "lambda" => [Functions(call.Operation, call.Target)],
        "s3" => ObjectPermissions.Of(call),
        _ => [],
    };

    /// <summary>A batch needs the right of the single operation: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html</summary>
    private IEnumerable<Permission> Queues(string operation, JsonObject request) => operation switch
    {
        "SendMessageBatch" => Queues("SendMessage", request),
        "DeleteMessageBatch" => Queues("DeleteMessage", request),
        "ChangeMessageVisibilityBatch" => Queues("ChangeMessageVisibility", request),
        "ListQueues" => [new("sqs:ListQueues", _names.Arn("sqs", ""))],
        "GetQueueUrl" => [new("sqs:GetQueueUrl", _names.Queue(request.Text("QueueName") ?? ""))],
        "ListMessageMoveTasks" => [new("sqs:ListMessageMoveTasks", request.Text("SourceArn") ?? "")],
        "StartMessageMoveTask" => MoveTask(request),
        "CancelMessageMoveTask" => [new("sqs:CancelMessageMoveTask", "*")],
        _ => [new($"sqs:{operation}", _names.Queue(request.Text("QueueUrl") ?? ""))],
    };

    /// <summary>A task moves in its starter's name: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html</summary>
    private static IEnumerable<Permission> MoveTask(JsonObject request)
    {
        var source = request.Text("SourceArn") ?? "";
        var permissions = MoveActions.Select(action => new Permission($"sqs:{action}", source));
        return request.Text("DestinationArn") is { } destination ? permissions.Append(new("sqs:SendMessage", destination)) : permissions;
    }

    /// <summary>
    /// An event that its caller may not put refuses the whole call. Condition keys:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
    /// </summary>
    private IEnumerable<Permission> Events(string operation, JsonObject request) => operation switch
    {
        "PutEvents" => request.Structures("Entries").Select(entry => new Permission("events:PutEvents", _names.Bus(entry.Text("EventBusName")))
            .WithIfAny("events:source", entry.Text("Source"))
            .WithIfAny("events:detail-type", entry.Text("DetailType"))
            .With("events:eventBusInvocation", "false")),
        "ListEventBuses" or "ListRules" or "ListArchives" or "ListReplays" or "TestEventPattern" => [new($"events:{operation}", "*")],
        "DescribeEventBus" => [new("events:DescribeEventBus", _names.Bus(request.Text("Name")))],
        "ListTargetsByRule" => [new("events:ListTargetsByRule", _names.Rule(request.Text("EventBusName"), request.Text("Rule") ?? ""))],
        "DescribeRule" or "EnableRule" or "DisableRule" =>
            [new($"events:{operation}", _names.Rule(request.Text("EventBusName"), request.Text("Name") ?? ""))],
        "DescribeArchive" => [new("events:DescribeArchive", _names.Arn("events", $"archive/{request.Text("ArchiveName")}"))],
        "StartReplay" or "DescribeReplay" or "CancelReplay" =>
            [new($"events:{operation}", _names.Arn("events", $"replay/{request.Text("ReplayName")}"))],
        _ => [new($"events:{operation}", "*")],
    };

    private Permission Logs(string operation, JsonObject request) => new(
        $"logs:{operation}",
        _names.Arn("logs", $"log-group:{request.Text("logGroupName") ?? ""}:log-stream:{request.Text("logStreamName") ?? ""}"));

    private static Permission Topics(string operation, QueryForm form) => operation switch
    {
        "Publish" or "PublishBatch" => new("sns:Publish", form.Text("TopicArn") ?? form.Text("TargetArn") ?? "*"),
        _ => new($"sns:{operation}", form.Text("TopicArn") ?? "*"),
    };

    /// <summary>https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html</summary>
    private Permission Functions(string operation, string? target) => operation switch
    {
        "Invoke" => new("lambda:InvokeFunction", _names.Function(target ?? "")),
        _ when operation.Contains("EventSourceMapping", StringComparison.Ordinal) =>
            new($"lambda:{operation}", target is null ? "*" : _names.Arn("lambda", $"event-source-mapping:{target}")),
        _ => new($"lambda:{operation}", target is null ? "*" : _names.Function(target)),
    };
}
