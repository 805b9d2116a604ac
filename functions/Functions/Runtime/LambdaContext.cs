using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Runtime;

/// <summary>What a handler can learn about its invocation, from the Runtime API's headers and Lambda's environment variables.</summary>
/// <param name="invocation">The invocation.</param>
/// <param name="environment">
/// The environment variables: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime.
/// </param>
/// <param name="logger">The log of the invocation.</param>
/// <param name="time">The clock that <see cref="RemainingTime"/> is told by.</param>
internal sealed class LambdaContext(
    Invocation invocation, IReadOnlyDictionary<string, string> environment, ILambdaLogger logger, TimeProvider time) : ILambdaContext
{
    public string AwsRequestId => invocation.RequestId;

    public string InvokedFunctionArn => invocation.InvokedFunctionArn;

    public string FunctionName => environment.GetValueOrDefault("AWS_LAMBDA_FUNCTION_NAME", string.Empty);

    public string FunctionVersion => environment.GetValueOrDefault("AWS_LAMBDA_FUNCTION_VERSION", string.Empty);

    public string LogGroupName => environment.GetValueOrDefault("AWS_LAMBDA_LOG_GROUP_NAME", string.Empty);

    public string LogStreamName => environment.GetValueOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", string.Empty);

    public int MemoryLimitInMB =>
        int.TryParse(environment.GetValueOrDefault("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var size) ? size : 0;

    /// <summary>Time to the deadline; zero after it.</summary>
    public TimeSpan RemainingTime
    {
        get
        {
            var remaining = invocation.Deadline - time.GetUtcNow();
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    public ILambdaLogger Logger => logger;

    public string TraceId => invocation.TraceId ?? string.Empty;

    public string TenantId => invocation.TenantId ?? string.Empty;

    /// <summary>Null without one. Read when asked for: it is the caller's JSON, and few handlers look.</summary>
    /// <exception cref="JsonException">The caller's client context is no such JSON.</exception>
    public IClientContext? ClientContext => field ??= invocation.ClientContext is { } json
        ? JsonSerializer.Deserialize(json, RuntimeJson.Default.ClientContext)
        : null;

    /// <summary>Null for callers without one.</summary>
    public ICognitoIdentity? Identity => field ??= invocation.CognitoIdentity is { } json
        ? JsonSerializer.Deserialize(json, RuntimeJson.Default.CognitoIdentity)
        : null;
}

/// <summary>JSON of <c>Lambda-Runtime-Client-Context</c>.</summary>
internal sealed record ClientContext(
    [property: JsonPropertyName("client")] ClientApplication? Application,
    [property: JsonPropertyName("custom")] Dictionary<string, string>? Custom,
    [property: JsonPropertyName("env")] Dictionary<string, string>? Environment) : IClientContext
{
    IClientApplication? IClientContext.Client => Application;

    IDictionary<string, string>? IClientContext.Custom => Custom;

    IDictionary<string, string>? IClientContext.Environment => Environment;
}

/// <summary>The mobile application in a <see cref="ClientContext"/>.</summary>
internal sealed record ClientApplication(
    [property: JsonPropertyName("app_package_name")] string? AppPackageName,
    [property: JsonPropertyName("app_title")] string? AppTitle,
    [property: JsonPropertyName("app_version_code")] string? AppVersionCode,
    [property: JsonPropertyName("app_version_name")] string? AppVersionName,
    [property: JsonPropertyName("installation_id")] string? InstallationId) : IClientApplication;

/// <summary>JSON of <c>Lambda-Runtime-Cognito-Identity</c>.</summary>
internal sealed record CognitoIdentity(
    [property: JsonPropertyName("cognitoIdentityId")] string? IdentityId,
    [property: JsonPropertyName("cognitoIdentityPoolId")] string? IdentityPoolId) : ICognitoIdentity;
