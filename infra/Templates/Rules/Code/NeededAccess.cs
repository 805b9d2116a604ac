using SensorWatch.Templates.Access;
using SensorWatch.Templates.Packages;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>A right that a function can't do without.</summary>
/// <param name="Action">IAM's action.</param>
/// <param name="ResourceArn">On what; null when that is known while it runs only.</param>
internal sealed record NeededAccess(string Action, string? ResourceArn)
{
    /// <summary>The event that is published; null for other rights.</summary>
    public PublishedEvent? Publishes { get; init; }

    /// <summary>What is known of the request.</summary>
    public AccessContext Context => Publishes is { } published
        ? AccessContext.Empty.With("events:source", published.Source).With("events:detail-type", published.DetailType)
        : AccessContext.Empty;

    public override string ToString() => Publishes is { } published
        ? $"{Action} of {published.Source} '{published.DetailType}' on {ResourceArn}"
        : $"{Action} on {ResourceArn ?? "what its events name"}";

    /// <summary>What a handler does itself. What a variable names that isn't set, or isn't of this deployment, is left out.</summary>
    public static IEnumerable<NeededAccess> OfHandler(DesignContext context, DescribedFunction described) =>
        from need in described.Handler?.Needs ?? []
        from arn in Arns(context, described.Function, need)
        from action in need.Actions
        select new NeededAccess(action, arn) { Publishes = need.Publishes };

    /// <summary>
    /// What Lambda does in a function's name: it polls, and reports what it gave up.
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-create.html
    /// </summary>
    public static IEnumerable<NeededAccess> OfMapping(EventSourceMappingResource mapping) =>
    [
        .. PollActions(mapping.EventSourceArn).Select(action => new NeededAccess(action, mapping.EventSourceArn)),
        .. mapping.OnFailureDestinationArn is { } destination ? SendTo(destination) : [],
    ];

    /// <summary>What is sent to a destination or dead-letter queue: one action by the kind of it.</summary>
    public static IEnumerable<NeededAccess> SendTo(string arn) => arn.Split(':') switch
    {
        ["arn", _, "sqs", ..] => [new("sqs:SendMessage", arn)],
        ["arn", _, "sns", ..] => [new("sns:Publish", arn)],
        ["arn", _, "events", ..] => [new("events:PutEvents", arn)],
        ["arn", _, "lambda", ..] => [new("lambda:InvokeFunction", arn)],
        ["arn", _, "s3", ..] => [new("s3:PutObject", $"{arn}/*"), new("s3:ListBucket", arn)],
        _ => [],
    };

    private static string[] PollActions(string sourceArn) => sourceArn.Split(':') switch
    {
        ["arn", _, "sqs", ..] => ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        ["arn", _, "dynamodb", ..] => ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        ["arn", _, "kinesis", ..] => ["kinesis:GetRecords", "kinesis:GetShardIterator"],
        _ => [],
    };

    private static IEnumerable<string?> Arns(DesignContext context, FunctionResource function, PackageNeed need)
    {
        if (need.Variable is null)
        {
            return [null];
        }

        var arn = NeededResource.Find(context, function, need) is { } resource ? NeededResource.ArnOf(resource) : null;
        return arn is null ? [] : need.Below.Count == 0 ? [arn] : need.Below.Select(below => $"{arn}/{below}");
    }
}
