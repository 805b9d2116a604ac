using System.Text.Json.Nodes;

namespace SensorWatch.Local.Endpoint;

/// <summary>An error that an AWS service would give its caller.</summary>
public sealed class AwsException(string code, string message, int statusCode = 400) : Exception(message)
{
    /// <summary>The full <c>__type</c> of the JSON protocol, such as <c>com.amazonaws.dynamodb.v20120810#ValidationException</c>.</summary>
    public string Code { get; } = code;

    public int StatusCode { get; } = statusCode;

    /// <summary>The value of <c>x-amzn-query-error</c>, which SQS's SDKs map to its older error codes; null elsewhere.</summary>
    public string? QueryErrorCode { get; init; }

    /// <summary>More members of the error's body, such as <c>CancellationReasons</c>.</summary>
    public JsonObject? Members { get; init; }
}
