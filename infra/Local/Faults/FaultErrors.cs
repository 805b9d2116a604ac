using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;

namespace SensorWatch.Local.Faults;

/// <summary>What callers see of faults: the codes of the services, so that SDKs try again as they do on AWS.</summary>
internal static class FaultErrors
{
    /// <summary>
    /// Each service's own way to say "too much": https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList, https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html,
    /// and of the others https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
    /// </summary>
    public static AwsException Throttled(string service) => service switch
    {
        "dynamodb" => new(
            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API."),
        "s3" => new("SlowDown", "Please reduce your request rate.", 503),
        "lambda" => new("TooManyRequestsException", "Rate Exceeded.", 429),
        "sns" => new("Throttling", "Rate exceeded", 400),
        "sqs" => new("com.amazonaws.sqs#RequestThrottled", "Request is throttled.", 403) { QueryErrorCode = "RequestThrottled;Sender" },
        _ => new("ThrottlingException", "Rate exceeded"),
    };

    /// <summary>A service's internal error, HTTP 500.</summary>
    public static AwsException ServiceFailed(string service, Fault fault) => new(
        service switch
        {
            "dynamodb" => "com.amazonaws.dynamodb.v20120810#InternalServerError",
            "s3" or "sns" => "InternalError",
            "lambda" => "ServiceException",
            "events" => "InternalException",
            _ => "InternalFailure",
        },
        $"Fault on demand: {fault}",
        500);

    /// <summary>An error that the function seems to have posted; it was not run.</summary>
    public static InvocationResult FunctionFailed(string requestId, Fault fault) => new(
        requestId,
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["errorType"] = "FaultOnDemand", ["errorMessage"] = $"RequestId: {requestId} Error: {fault}" }),
        InvocationErrors.Unhandled);
}
