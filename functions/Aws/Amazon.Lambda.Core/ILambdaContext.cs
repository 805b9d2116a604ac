#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.Core;

/// <summary>
/// What a handler can learn about its invocation.
/// See https://docs.aws.amazon.com/lambda/latest/dg/csharp-context.html.
/// </summary>
public interface ILambdaContext
{
    /// <summary>Lambda's id of the invocation; the same again when Lambda retries it.</summary>
    string AwsRequestId { get; }

    /// <summary>Data that the caller sent along in <c>X-Amz-Client-Context</c>; null without it.</summary>
    IClientContext ClientContext { get; }

    /// <summary>Name of the function.</summary>
    string FunctionName { get; }

    /// <summary>Version of the function, <c>$LATEST</c> unless a version is published.</summary>
    string FunctionVersion { get; }

    /// <summary>The Amazon Cognito identity that called; null for other callers.</summary>
    ICognitoIdentity Identity { get; }

    /// <summary>ARN by which the function was called: of the function, a version or an alias.</summary>
    string InvokedFunctionArn { get; }

    /// <summary>The log of the invocation.</summary>
    ILambdaLogger Logger { get; }

    /// <summary>The function's CloudWatch Logs group; may be null.</summary>
    string LogGroupName { get; }

    /// <summary>The execution environment's CloudWatch Logs stream; may be null.</summary>
    string LogStreamName { get; }

    /// <summary>Memory limit in MB.</summary>
    int MemoryLimitInMB { get; }

    /// <summary>Time that is left before Lambda ends the execution environment.</summary>
    TimeSpan RemainingTime { get; }

    /// <summary>Tenant of the invocation, for functions with tenant isolation.</summary>
    string TenantId => null;

    /// <summary>AWS X-Ray trace header of the invocation.</summary>
    string TraceId => null;

    /// <summary>The serializer that the runtime was given; null in a runtime that has none.</summary>
    ILambdaSerializer Serializer => null;
}
