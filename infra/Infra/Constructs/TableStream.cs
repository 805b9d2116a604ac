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

    /// <summary>May read the stream: what Lambda's pollers do in the function's name.</summary>
    public Access Consume => new AccessStatement(
        $"Read{Name}Stream",
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        [Arn]).ToAccess();
}
