using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>
/// Where a function's asynchronous invocations go that fail for good: its dead-letter queue, or the destination of an
/// <c>AWS::Lambda::EventInvokeConfig</c>. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
/// </summary>
internal static class AsynchronousFailures
{
    public const string ConfigType = "AWS::Lambda::EventInvokeConfig";

    /// <summary>The ARN that a function or a configuration names; null for any other resource, and without one.</summary>
    public static string? DestinationOf(Resource resource) => resource.Type switch
    {
        FunctionResource.Type => JsonValues.Text(resource.Properties, "DeadLetterConfig", "TargetArn"),
        ConfigType => JsonValues.Text(resource.Properties, "DestinationConfig", "OnFailure", "Destination"),
        _ => null,
    };
}
