using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Endpoint;

/// <summary>A call of an AWS service, before it is done: who asks, for what.</summary>
/// <param name="Request">The HTTP request, whose signature names the caller.</param>
/// <param name="Service">As IAM's actions name it: <c>sqs</c>, <c>dynamodb</c>, <c>events</c>, <c>sns</c>, <c>lambda</c>, <c>logs</c>, <c>s3</c>.</param>
/// <param name="Operation">As the API names it: <c>PutItem</c>.</param>
public sealed record ServiceCall(HttpRequest Request, string Service, string Operation)
{
    /// <summary>The members, in the services that speak JSON; empty elsewhere.</summary>
    public JsonObject Body { get; init; } = [];

    /// <summary>The members, in the services that speak the Query protocol; empty elsewhere.</summary>
    public QueryForm Form { get; init; } = QueryForm.Empty;

    /// <summary>What the path names: a bucket, a function or a mapping; null for nothing.</summary>
    public string? Target { get; init; }

    /// <summary>The object's key, in S3; null elsewhere, and for a bucket's own operations.</summary>
    public string? Key { get; init; }

    /// <summary>The service of an operation in AWS's JSON protocol, by what stands before the dot of <c>X-Amz-Target</c>.</summary>
    public static string ServiceOf(string targetPrefix) => targetPrefix switch
    {
        "AmazonSQS" => "sqs",
        "AWSEvents" => "events",
        "Logs_20140328" => "logs",
        "DynamoDB_20120810" or "DynamoDBStreams_20120810" => "dynamodb",
        _ => targetPrefix,
    };
}
