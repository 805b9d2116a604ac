using System.Text.Json.Nodes;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// A service that speaks AWS's JSON protocol (1.0 or 1.1): <c>X-Amz-Target: PREFIX.Operation</c> with a JSON body.
/// Protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
/// </summary>
public interface IAwsService
{
    /// <summary>What stands before the dot of <c>X-Amz-Target</c>: <c>AmazonSQS</c>, <c>AWSEvents</c>, <c>DynamoDB_20120810</c>.</summary>
    string TargetPrefix { get; }

    /// <summary>The operations that it has, for the message to a caller who asks for another; empty when it doesn't tell.</summary>
    IReadOnlyCollection<string> Operations => [];

    /// <summary>Does one operation.</summary>
    /// <param name="operation">Its name, such as <c>PutEvents</c>.</param>
    /// <param name="request">The request's body.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    /// <returns>The response's body; null for an operation that this service doesn't have (answered with 501).</returns>
    /// <exception cref="AwsException">Any error that the caller shall see.</exception>
    ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken);
}
