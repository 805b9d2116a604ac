using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Tracing;

/// <summary>
/// The nodes of the flow graph that a function's call reads. What it writes, sends and publishes is told by who takes it.
/// </summary>
/// <param name="deployment">What runs.</param>
internal sealed class CalledNodes(Deployment deployment)
{
    private readonly Dictionary<string, string> _tables = deployment.Tables
        .SelectMany(table => new[] { (Key: table.Name, table.Resource.Path), (Key: table.Arn, table.Resource.Path) })
        .ToDictionary(table => table.Key, table => table.Path, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _buckets = deployment.Buckets.ToDictionary(bucket => bucket.Name, bucket => bucket.Resource.Path, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _queues = deployment.Queues.ToDictionary(queue => queue.Name, queue => queue.Resource.Path, StringComparer.Ordinal);

    /// <summary>The nodes that a call reads; none for a call that reads nothing.</summary>
    public IReadOnlyList<string> ReadBy(ServiceCall call)
    {
        var (nodes, names) = (call.Service, call.Operation) switch
        {
            ("dynamodb", "GetItem" or "Query" or "Scan") => (_tables, [Text(call.Body["TableName"])]),
            ("dynamodb", "BatchGetItem") when call.Body["RequestItems"] is JsonObject tables => (_tables, tables.Select(table => table.Key)),
            ("dynamodb", "TransactGetItems") when call.Body["TransactItems"] is JsonArray items =>
                (_tables, items.Select(item => Text((item as JsonObject)?["Get"] is JsonObject get ? get["TableName"] : null)).Distinct()),
            ("s3", "GetObject") => (_buckets, [call.Target ?? ""]),
            ("sqs", "ReceiveMessage") => (_queues, [Text(call.Body["QueueUrl"]).Split('/')[^1]]),
            _ => (_queues, Enumerable.Empty<string>()),
        };
        return [.. names.Select(nodes.GetValueOrDefault).OfType<string>()];
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
