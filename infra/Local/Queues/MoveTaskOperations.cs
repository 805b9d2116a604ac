using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Queues;

/// <summary>
/// <c>StartMessageMoveTask</c>, <c>ListMessageMoveTasks</c> and <c>CancelMessageMoveTask</c>.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
/// </summary>
internal static class MoveTaskOperations
{
    private const int MaximumRate = 500;
    private const int MaximumResults = 10;

    public static JsonObject Start(QueueService queues, JsonObject request)
    {
        var source = Find(queues, request, "SourceArn") ?? throw SqsErrors.MissingParameter("SourceArn");
        var destination = Find(queues, request, "DestinationArn");
        var rate = request.Integer("MaxNumberOfMessagesPerSecond");
        if (rate is < 1 or > MaximumRate)
        {
            throw SqsErrors.InvalidParameterValue(
                "MaxNumberOfMessagesPerSecond", rate, $"You must enter a number that's between 1 and {MaximumRate}.");
        }

        if (!queues.SourcesOf(source).Any())
        {
            throw SqsErrors.InvalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
        }

        if (source == destination)
        {
            throw SqsErrors.InvalidParameterValue("Source queue arn and destination queue arn cannot be the same.");
        }

        return new() { ["TaskHandle"] = queues.MoveTasks.Start(source, destination, rate).Handle };
    }

    public static JsonObject List(QueueService queues, JsonObject request)
    {
        var source = Find(queues, request, "SourceArn") ?? throw SqsErrors.MissingParameter("SourceArn");
        var maximum = request.Integer("MaxResults") ?? 1;
        if (maximum is < 1 or > MaximumResults)
        {
            throw SqsErrors.InvalidParameterValue("MaxResults", maximum, $"Must be between 1 and {MaximumResults}, if provided.");
        }

        var tasks = queues.MoveTasks.List(source, maximum);
        return new() { ["Results"] = new JsonArray([.. tasks.Select(task => (JsonNode)ToJson(task))]) };
    }

    /// <summary>https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html</summary>
    public static JsonObject Cancel(QueueService queues, JsonObject request)
    {
        var handle = request.Text("TaskHandle") ?? throw SqsErrors.MissingParameter("TaskHandle");
        var task = queues.MoveTasks.Cancel(handle) ?? throw SqsErrors.MoveTaskNotFound();
        return new() { ["ApproximateNumberOfMessagesMoved"] = task.Moved };
    }

    private static JsonObject ToJson(MoveTask task)
    {
        var json = new JsonObject
        {
            ["Status"] = task.Status,
            ["SourceArn"] = task.SourceArn,
            ["ApproximateNumberOfMessagesMoved"] = task.Moved,
            ["ApproximateNumberOfMessagesToMove"] = task.ToMove,
            ["StartedTimestamp"] = task.StartedAt.ToUnixTimeMilliseconds(),
        };
        if (task.IsRunning)
        {
            json["TaskHandle"] = task.Handle;
        }

        if (task.DestinationArn is { } destination)
        {
            json["DestinationArn"] = destination;
        }

        if (task.MaxNumberOfMessagesPerSecond is { } rate)
        {
            json["MaxNumberOfMessagesPerSecond"] = rate;
        }

        if (task.FailureReason is { } reason)
        {
            json["FailureReason"] = reason;
        }

        return json;
    }

    private static Queue? Find(QueueService queues, JsonObject request, string parameter)
    {
        if (request.Text(parameter) is not { } arn)
        {
            return null;
        }

        if (arn.Split(':') is not ["arn", _, "sqs", _, _, _])
        {
            throw SqsErrors.InvalidParameterValue(
                $"You must use this format to specify the {parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
        }

        return queues.FindByArn(arn) is null ? throw SqsErrors.ResourceNotFound(parameter) : queues.Get(arn);
    }
}
