using Amazon.Lambda.Core;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// The start of an execution environment, as Lambda's custom runtimes have it
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html): make the handler that <c>_HANDLER</c> names, then
/// handle invocations. What can't start is reported to <c>/runtime/init/error</c>.
/// </summary>
public static class LambdaBootstrap
{
    /// <summary>Runs an execution environment.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="handlers">The handlers that <c>_HANDLER</c> can name.</param>
    /// <param name="http">Reaches the Runtime API; must not time out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="output">Standard output: the log.</param>
    /// <param name="stop">
    /// Ends it (SIGTERM: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-shutdown).
    /// A running invocation is told to finish, and still answers.
    /// </param>
    /// <returns>The exit code: 0 when stopped, 1 when it could not start or the Runtime API ended it.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<HandlerRegistration> handlers,
        HttpClient http,
        TimeProvider time,
        Stream output,
        CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var logger = new JsonLogger(output, JsonLogger.ParseLevel(environment.GetValueOrDefault("AWS_LAMBDA_LOG_LEVEL")), time);
        ILambdaLogger log = logger;
        if (environment.GetValueOrDefault("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } runtimeApi)
        {
            log.LogCritical(
                "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda, or by `dotnet run --project infra/Local`.");
            return 1;
        }

        var api = new RuntimeApiClient(http, runtimeApi);
        try
        {
            if (await StartAsync(api, environment, handlers, logger, time) is not { } handler)
            {
                return 1;
            }

            await new RuntimeLoop(api, handler, environment, logger, time).RunAsync(stop);
            return 0;
        }
        catch (Exception exception) when (exception is RuntimeApiException or HttpRequestException or InvalidDataException)
        {
            log.LogCritical(exception, "The Lambda Runtime API can't be used any more");
            return 1;
        }
    }

    private static async Task<InvokeHandler?> StartAsync(
        RuntimeApiClient api,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<HandlerRegistration> handlers,
        JsonLogger log,
        TimeProvider time)
    {
        try
        {
            return Find(environment.GetValueOrDefault("_HANDLER"), handlers).Start(environment, log, time);
        }
        catch (Exception exception)
        {
            ((ILambdaLogger)log).LogCritical(exception, "The function can't start");
            await api.ReportInitErrorAsync(FunctionError.From(exception));
            return null;
        }
    }

    private static HandlerRegistration Find(string? name, IReadOnlyList<HandlerRegistration> handlers) =>
        handlers.FirstOrDefault(handler => handler.Name == name) ?? throw new RuntimeInitException(
            "Runtime.NoSuchHandler",
            (string.IsNullOrEmpty(name) ? "_HANDLER is not set" : $"There is no handler \"{name}\"")
            + $"; the function's Handler must be one of: {string.Join(", ", handlers.Select(handler => handler.Name))}.");
}
