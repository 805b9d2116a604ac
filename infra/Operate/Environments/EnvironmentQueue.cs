using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace SensorWatch.Operate.Environments;

/// <summary>A queue of an environment.</summary>
internal sealed record EnvironmentQueue
{
    public required string Name { get; init; }

    /// <summary>The name without what CDK and CloudFormation put around it.</summary>
    public required string ShortName { get; init; }

    public required string Url { get; init; }

    public required string Arn { get; init; }

    /// <summary>Messages that wait (<c>ApproximateNumberOfMessages</c>).</summary>
    public required int Depth { get; init; }

    /// <summary>Messages that a consumer has (<c>ApproximateNumberOfMessagesNotVisible</c>).</summary>
    public required int InFlight { get; init; }

    /// <summary>Messages whose delay isn't over (<c>ApproximateNumberOfMessagesDelayed</c>).</summary>
    public required int Delayed { get; init; }

    /// <summary>The queue to which SQS moves what failed too often; null without one.</summary>
    public string? DeadLetterArn { get; init; }

    public int Messages => Depth + InFlight + Delayed;

    /// <summary>A queue's state now.</summary>
    public static async Task<EnvironmentQueue> ReadAsync(IAmazonSQS sqs, SystemEnvironment environment, string url, CancellationToken cancellationToken)
    {
        var answer = await sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = ["All"] }, cancellationToken);
        var name = url[(url.LastIndexOf('/') + 1)..];
        return new()
        {
            Name = name,
            ShortName = environment.ShortName(name),
            Url = url,
            Arn = answer.Attributes["QueueArn"],
            Depth = Number("ApproximateNumberOfMessages"),
            InFlight = Number("ApproximateNumberOfMessagesNotVisible"),
            Delayed = Number("ApproximateNumberOfMessagesDelayed"),
            DeadLetterArn = answer.Attributes.TryGetValue("RedrivePolicy", out var policy) ? JsonNode.Parse(policy)?["deadLetterTargetArn"]?.GetValue<string>() : null,
        };

        int Number(string attribute) => int.Parse(answer.Attributes.GetValueOrDefault(attribute, "0"), CultureInfo.InvariantCulture);
    }
}
