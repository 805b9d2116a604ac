using SensorWatch.Local.Mappings;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>
/// The rights that Lambda itself uses in a function's name.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions,
/// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html,
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations
/// </summary>
internal static class LambdaRights
{
    private static readonly string[] ReadQueue = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    private static readonly string[] ReadStream = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"];

    /// <summary>What reads a mapping's source.</summary>
    public static IReadOnlyList<Permission> ToRead(EventSourceMappingResource mapping) =>
        [.. (EventSourceMappings.IsOnQueue(mapping) ? ReadQueue : ReadStream).Select(action => new Permission(action, mapping.EventSourceArn))];

    /// <summary>What brings something to a destination.</summary>
    public static IReadOnlyList<Permission> ToSend(string destinationArn) => destinationArn.Split(':') switch
    {
        [_, _, "sqs", ..] => [new("sqs:SendMessage", destinationArn)],
        [_, _, "sns", ..] => [new("sns:Publish", destinationArn)],
        [_, _, "lambda", ..] => [new("lambda:InvokeFunction", destinationArn)],
        [_, _, "events", ..] => [new("events:PutEvents", destinationArn)],
        _ => [],
    };

    /// <summary>Why Lambda refuses a mapping, in its own words; null when it doesn't.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="isAllowed">Whether the role of its function has a right.</param>
    public static string? ProblemOf(EventSourceMappingResource mapping, Func<Permission, bool> isAllowed)
    {
        if (ToRead(mapping).FirstOrDefault(needed => !isAllowed(needed)) is { } missing)
        {
            return EventSourceMappings.IsOnQueue(mapping)
                ? CanNotCall(missing)
                : $"Cannot access stream {mapping.EventSourceArn}. Please ensure the role can perform the GetRecords, GetShardIterator, "
                    + "DescribeStream, and ListStreams Actions on your stream in IAM.";
        }

        return mapping.OnFailureDestinationArn is { } destination && ToSend(destination).FirstOrDefault(needed => !isAllowed(needed)) is { } unsent
            ? CanNotCall(unsent)
            : null;
    }

    private static string CanNotCall(Permission missing) => missing.Action.Split(':') is [var service, var operation]
        ? $"The provided execution role does not have permissions to call {operation} on {service.ToUpperInvariant()}"
        : throw new ArgumentException($"'{missing.Action}' is no action of the form SERVICE:OPERATION.", nameof(missing));
}
