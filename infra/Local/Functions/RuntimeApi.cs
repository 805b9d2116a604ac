using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Functions;

/// <summary>
/// The Lambda Runtime API, which a function's process asks for its invocations. Each execution environment has its own
/// address below <see cref="PathPrefix"/>. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
/// </summary>
public sealed class RuntimeApi(FunctionService functions)
{
    /// <summary>Stands before the environment's id: <c>/_runtime/{id}/2018-06-01/runtime/…</c>.</summary>
    public const string PathPrefix = "/_runtime";

    private const string ErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

    /// <summary>Answers one call.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path without <see cref="PathPrefix"/>.</param>
    public async Task HandleAsync(HttpContext context, PathString path)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await HandleAsync(context, path.Value!.Split('/')[1..]);
        }
        catch (RuntimeApiException exception)
        {
            await WriteErrorAsync(context, exception.StatusCode, exception.ErrorType, exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The environment has ended, or this call was replaced by a newer one; "500 means exit" (Runtime API).
            await WriteErrorAsync(context, 500, "Runtime.Ended", "This execution environment has ended.");
        }
    }

    private async Task HandleAsync(HttpContext context, string[] path)
    {
        if (path is not [var environmentId, "2018-06-01", "runtime", .. var call])
        {
            await WriteErrorAsync(context, 404, "NotFound", $"The Runtime API has no {context.Request.Path}.");
            return;
        }

        if (functions.FindEnvironment(environmentId) is not var (function, environment))
        {
            throw new OperationCanceledException("The environment is gone.");
        }

        switch (context.Request.Method, call)
        {
            case ("GET", ["invocation", "next"]):
                await NextAsync(context, function.Arn, environment);
                break;
            case ("POST", ["invocation", var requestId, "response"]):
                environment.Respond(requestId, await RequestBody.ReadAsync(context, InvocationErrors.MaximumResponseBytes));
                await AcceptAsync(context);
                break;
            case ("POST", ["invocation", var requestId, "error"]):
                environment.Fail(requestId, await ErrorBodyAsync(context), context.Request.Headers[ErrorTypeHeader]);
                await AcceptAsync(context);
                break;
            case ("POST", ["init", "error"]):
                environment.FailInit(await ErrorBodyAsync(context), context.Request.Headers[ErrorTypeHeader]);
                await AcceptAsync(context);
                break;
            default:
                await WriteErrorAsync(context, 404, "NotFound", $"The Runtime API has no {context.Request.Method} {context.Request.Path}.");
                break;
        }
    }

    private static async Task NextAsync(HttpContext context, string functionArn, ExecutionEnvironment environment)
    {
        var invocation = await environment.NextAsync(context.RequestAborted);
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = invocation.Payload.Length;
        response.Headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        response.Headers["Lambda-Runtime-Deadline-Ms"] =
            environment.Deadline().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = functionArn;
        response.Headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
        await response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
        await response.CompleteAsync();
        if (!context.RequestAborted.IsCancellationRequested)
        {
            environment.Delivered(invocation);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ErrorBodyAsync(HttpContext context) =>
        await RequestBody.ReadAsync(context, InvocationErrors.MaximumResponseBytes) ?? throw RuntimeApiException.TooLarge();

    private static Task AcceptAsync(HttpContext context) =>
        JsonResponse.WriteAsync(context, 202, new() { ["status"] = "OK" });

    private static Task WriteErrorAsync(HttpContext context, int statusCode, string errorType, string message) =>
        JsonResponse.WriteAsync(context, statusCode, new JsonObject { ["errorMessage"] = message, ["errorType"] = errorType });
}
