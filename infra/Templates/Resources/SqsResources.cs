using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::SQS::Queue</c>; times in seconds, defaults as SQS has them.</summary>
public sealed record QueueResource
{
    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string Url { get; init; }

    public bool Fifo { get; init; }

    public bool ContentBasedDeduplication { get; init; }

    public int DelaySeconds { get; init; }

    public int MaximumMessageSize { get; init; } = 1_048_576;

    public int MessageRetentionPeriod { get; init; } = 345_600;

    public int ReceiveMessageWaitTimeSeconds { get; init; }

    public int VisibilityTimeout { get; init; } = 30;

    public RedrivePolicy? RedrivePolicy { get; init; }
}

/// <summary>Where a queue's messages go after too many receives.</summary>
public sealed record RedrivePolicy(string DeadLetterTargetArn, int MaxReceiveCount);

/// <summary><c>AWS::SQS::QueuePolicy</c>.</summary>
public sealed record QueuePolicyResource(Resource Resource, IReadOnlyList<string> QueueUrls, JsonObject PolicyDocument);
