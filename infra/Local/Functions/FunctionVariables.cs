using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Local.Access;
using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The environment variables of a function's process: Lambda's own, the function's, and what this system needs to start
/// a process at all. Nothing else of the local run's environment gets through, so that no function depends on it.
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
/// </summary>
internal static class FunctionVariables
{
    /// <summary>Variables that Lambda refuses in a function's configuration.</summary>
    public static IReadOnlyList<string> Reserved { get; } =
    [
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    ];

    private static readonly string[] Inherited = OperatingSystem.IsWindows()
        ? ["PATH", "SystemRoot", "USERPROFILE", "TEMP", "TMP"]
        : ["PATH", "HOME", "TMPDIR"];

    /// <param name="function">The function.</param>
    /// <param name="endpoint">Where AWS's services and the Runtime API are served.</param>
    /// <param name="environmentId">The execution environment; the Runtime API is told apart by it.</param>
    /// <param name="logStreamName">Its log stream.</param>
    public static Dictionary<string, string> For(FunctionResource function, Uri endpoint, string environmentId, string logStreamName)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                variables[name] = value;
            }
        }

        variables["DOTNET_ROOT"] = DotnetHost.Root;
        variables["TZ"] = ":UTC";
        variables["AWS_ENDPOINT_URL"] = endpoint.GetLeftPart(UriPartial.Authority);
        foreach (var (name, value) in function.Environment)
        {
            variables[name] = value;
        }

        var region = function.Arn.Split(':') is { Length: > 3 } arn ? arn[3] : "us-east-1";
        variables["_HANDLER"] = function.Handler;
        variables["AWS_LAMBDA_RUNTIME_API"] = $"{endpoint.Authority}{RuntimeApi.PathPrefix}/{environmentId}";
        variables["AWS_LAMBDA_FUNCTION_NAME"] = function.Name;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemorySizeMegabytes.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = function.LogGroupName;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = logStreamName;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_REGION"] = region;
        variables["AWS_DEFAULT_REGION"] = region;
        AddLogging(function, variables);

        // Never real credentials: a call that misses AWS_ENDPOINT_URL must fail at AWS.
        // The key tells the local run whose call it is, the token which environment's.
        variables["AWS_ACCESS_KEY_ID"] = FunctionCredentials.AccessKeyId(function.Arn);
        variables["AWS_SECRET_ACCESS_KEY"] = "local";
        variables["AWS_SESSION_TOKEN"] = environmentId;
        variables["LAMBDA_TASK_ROOT"] = function.CodeDirectory ?? "";
        return variables;
    }

    /// <summary>
    /// The log format and level of <c>LoggingConfig</c>, which runtimes and loggers follow.
    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
    /// </summary>
    private static void AddLogging(FunctionResource function, Dictionary<string, string> variables)
    {
        if (function.Resource.Properties["LoggingConfig"] is not JsonObject logging)
        {
            return;
        }

        foreach (var (property, variable) in new[] { ("LogFormat", "AWS_LAMBDA_LOG_FORMAT"), ("ApplicationLogLevel", "AWS_LAMBDA_LOG_LEVEL") })
        {
            if (logging[property] is { } value)
            {
                variables[variable] = value.ToString();
            }
        }
    }
}
