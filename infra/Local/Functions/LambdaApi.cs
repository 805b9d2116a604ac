using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions.Asynchronous;

namespace SensorWatch.Local.Functions;

/// <summary>
/// Lambda's <c>Invoke</c>: <c>POST /2015-03-31/functions/{name}/invocations</c>, of types <c>RequestResponse</c>,
/// <c>Event</c> and <c>DryRun</c>. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
/// </summary>
public sealed class LambdaApi(FunctionService functions, AsynchronousInvocations asynchronous)
{
    /// <summary>All of Lambda's paths for functions begin so.</summary>
    public const string PathPrefix = "/2015-03-31/functions";

    private const int MaximumRequestBytes = 6 * 1024 * 1024;

    /// <summary>Answers one call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path without <see cref="PathPrefix"/>.</param>
    public async Task HandleAsync(HttpContext context, PathString path)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Method != "POST" || path.Value?.Split('/') is not ["", var name, "invocations"])
        {
            await WriteErrorAsync(context, 501, "NotImplemented", $"{context.Request.Method} {context.Request.Path} of Lambda is not served here; Invoke is.");
            return;
        }

        var qualifier = context.Request.Query["Qualifier"].ToString();
        if (functions.Find(qualifier.Length == 0 ? name : $"{name}:{qualifier}") is not { } function)
        {
            await WriteErrorAsync(context, 404, "ResourceNotFoundException", $"Function not found: {name}");
            return;
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
                await WriteAsync(context, await functions.InvokeAsync(function.Arn, payload, context.RequestAborted));
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
        return JsonResponse.WriteAsync(context, statusCode, new JsonObject { ["Type"] = "User", ["Message"] = message });
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
