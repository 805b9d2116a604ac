using System.Text.Json.Nodes;

namespace SensorWatch.Infra.Constructs;

/// <summary>A table's stream: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html</summary>
/// <param name="Name">The table's, part of construct ids.</param>
/// <param name="Arn">The stream's.</param>
public sealed record TableStream(string Name, string Arn)
{
    /// <summary>
    /// Which records a function is given; null for all. Others cost nothing:
    /// https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
    /// </summary>
    public JsonObject? Filter { get; init; }

    /// <summary>
    /// What the function may publish because of these changes. Grants alone can't say it: a function that is given two streams has
    /// the rights for both, and would seem to publish the events of one for the changes of the other.
    /// </summary>
    public IReadOnlyList<Access> Publishes { get; private init; } = [];

    /// <summary>Names of the events among <see cref="Publishes"/>.</summary>
    public IReadOnlyList<string> PublishedDetailTypes =>
    [
        .. Publishes.SelectMany(access => access.Statements)
            .SelectMany(statement => statement.Conditions.Values)
            .Select(condition => condition.GetValueOrDefault(EventBus.DetailTypeKey))
            .OfType<string>(),
    ];

    /// <summary>The same, with what its changes become.</summary>
    /// <param name="publishes">Of <see cref="EventBus.Publish"/>.</param>
    public TableStream Become(params IReadOnlyList<Access> publishes) => this with { Publishes = publishes };

    /// <summary>May read the stream: what Lambda's pollers do in the function's name.</summary>
    public Access Consume => new AccessStatement(
        $"Read{Name}Stream",
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        [Arn]).ToAccess();
}
