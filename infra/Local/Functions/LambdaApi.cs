using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Functions.Control;
using SensorWatch.Local.Logs;

namespace SensorWatch.Local.Functions;

/// <summary>
/// Lambda's REST API: <c>Invoke</c>, of types <c>RequestResponse</c>, <c>Event</c> and <c>DryRun</c>; what describes and
/// changes is <see cref="LambdaControlApi"/>'s. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
/// </summary>
public sealed partial class LambdaApi(
    FunctionService functions, AsynchronousInvocations asynchronous, LogService logs, LambdaControlApi control, CallGate gate, ILogger logger)
{
    private const int MaximumRequestBytes = 6 * 1024 * 1024;
    private const int MaximumLogTailBytes = 4 * 1024;

    /// <summary>Whether a path is one of Lambda's: each begins with the date of the API's version, <c>/2015-03-31/functions/…</c>.</summary>
    public static bool Serves(PathString path) => ApiDate().IsMatch(path.Value ?? "");

    /// <summary>Answers one call.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var path = context.Request.Path.Value!.Trim('/').Split('/')[1..];
            await (context.Request.Method == "POST" && path is ["functions", var name, "invocations"]
                ? InvokeAsync(context, name)
                : ControlAsync(context, path));
        }
        catch (AwsException exception)
        {
            await WriteErrorAsync(context, exception.StatusCode, exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.LogError(exception, "{Method} {Path} failed unexpectedly.", context.Request.Method, context.Request.Path);
            await WriteErrorAsync(context, 500, "ServiceException", $"The local run failed: {exception.Message}");
        }
    }

    [GeneratedRegex(@"^/\d{4}-\d{2}-\d{2}/(functions|event-source-mappings|tags|layers|account-settings|code-signing-configs)(/|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ApiDate();

    private async Task ControlAsync(HttpContext context, string[] path)
    {
        if (LambdaControlApi.Find(context.Request.Method, path) is not var (operation, target))
        {
            throw LambdaErrors.NotServed($"{context.Request.Method} {context.Request.Path}");
        }

        await gate.PassAsync(new(context.Request, "lambda", operation) { Target = target }, context.RequestAborted);
        await control.HandleAsync(context, operation, target ?? "");
    }

    private async Task InvokeAsync(HttpContext context, string name)
    {
        await gate.PassAsync(new(context.Request, "lambda", "Invoke") { Target = name }, context.RequestAborted);
        var qualifier = context.Request.Query["Qualifier"].ToString();
        if (functions.Find(qualifier.Length == 0 ? name : $"{name}:{qualifier}") is not { } function)
        {
            throw LambdaErrors.FunctionNotFound(name);
        }

        var type = context.Request.Headers["X-Amz-Invocation-Type"].ToString();
        var limit = type == "Event" ? AsynchronousInvocations.MaximumBytes : MaximumRequestBytes;
        if (await RequestBody.ReadAsync(context, limit) is not { } payload)
        {
            await WriteErrorAsync(context, 413, "RequestTooLargeException", $"Request must be smaller than {limit} bytes for the InvokeFunction operation");
            return;
        }

        if (payload.IsEmpty)
        {
            payload = "{}"u8.ToArray();
        }

        if (JsonProblem(payload) is { } problem)
        {
            await WriteErrorAsync(context, 400, "InvalidRequestContentException", $"Could not parse request body into json: {problem}");
            return;
        }

        switch (type)
        {
            case "" or "RequestResponse":
                await InvokeAsync(context, function.Arn, payload);
                break;
            case "Event":
                Accepted(context, 202, asynchronous.Accept(function.Arn, payload));
                break;
            case "DryRun":
                Accepted(context, 204, FunctionService.NewRequestId());
                break;
            default:
                await WriteErrorAsync(
                    context, 400, "InvalidParameterValueException", $"X-Amz-Invocation-Type '{type}' is none of RequestResponse, Event, DryRun.");
                break;
        }
    }

    private async Task InvokeAsync(HttpContext context, string functionArn, ReadOnlyMemory<byte> payload)
    {
        if (context.Request.Headers["X-Amz-Log-Type"] != "Tail")
        {
            await WriteAsync(context, await functions.InvokeAsync(functionArn, payload, context.RequestAborted));
            return;
        }

        var result = await functions.InvokeAndSettleAsync(functionArn, payload, context.RequestAborted);
        context.Response.Headers["X-Amz-Log-Result"] = Convert.ToBase64String(logs.Tail(result.RequestId, MaximumLogTailBytes));
        await WriteAsync(context, result);
    }

    private static void Accepted(HttpContext context, int statusCode, string requestId)
    {
        context.Response.StatusCode = statusCode;
        context.Response.Headers["x-amzn-RequestId"] = requestId;
    }

    private static async Task WriteAsync(HttpContext context, InvocationResult result)
    {
        var response = context.Response;
        response.Headers["x-amzn-RequestId"] = result.RequestId;
        if (result.Throttled)
        {
            response.Headers["x-amzn-ErrorType"] = "TooManyRequestsException";
            await JsonResponse.WriteAsync(context, 429, new()
            {
                ["Reason"] = "ReservedFunctionConcurrentInvocationLimitExceeded",
                ["Type"] = "User",
                ["message"] = "Rate Exceeded.",
            });
            return;
        }

        response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        if (result.FunctionError is { } error)
        {
            response.Headers["X-Amz-Function-Error"] = error;
        }

        response.ContentType = "application/json";
        response.ContentLength = result.Payload.Length;
        await response.Body.WriteAsync(result.Payload, context.RequestAborted);
    }

    private static Task WriteErrorAsync(HttpContext context, int statusCode, string errorType, string message)
    {
        context.Response.Headers["x-amzn-ErrorType"] = errorType;
        context.Response.Headers["x-amzn-RequestId"] = FunctionService.NewRequestId();
        return JsonResponse.WriteAsync(context, statusCode, new JsonObject
        {
            ["Type"] = "User",

            // Of Lambda's errors, these two have a capital letter here.
            [errorType is "ResourceNotFoundException" or "AccessDeniedException" ? "Message" : "message"] = message,
        });
    }

    private static string? JsonProblem(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return null;
        }
        catch (JsonException exception)
        {
            return exception.Message;
        }
    }
}
