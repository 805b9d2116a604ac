using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Functions.Control;

/// <summary>Lambda's errors. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html</summary>
internal static class LambdaErrors
{
    public static AwsException FunctionNotFound(string function) => new("ResourceNotFoundException", $"Function not found: {function}", 404);

    public static AwsException MappingNotFound() => new("ResourceNotFoundException", "The resource you requested does not exist.", 404);

    public static AwsException NotFound(string message) => new("ResourceNotFoundException", message, 404);

    public static AwsException InvalidParameter(string message) => new("InvalidParameterValueException", message);

    public static AwsException NotServed(string what) => new(
        "NotImplemented",
        $"Lambda's {what} is not served here. Served are: Invoke, {string.Join(", ", LambdaControlApi.Operations)}.",
        501);
}
