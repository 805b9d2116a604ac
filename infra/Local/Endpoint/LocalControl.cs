using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// What the paths below <c>/_local</c> that change the run have in common. A body must be <c>application/json</c>, which a web
/// page of another site can send only after asking, and nobody answers: https://fetch.spec.whatwg.org/#cors-safelisted-request-header.
/// Who else is kept away is <see cref="LoopbackGuard"/>'s business.
/// </summary>
internal static class LocalControl
{
    private const string JsonType = "application/json";
    private const int MaximumBytes = 64 * 1024;

    /// <summary>A JSON object in the body of a request that changes something.</summary>
    /// <exception cref="AwsException">It has another content type, or is no JSON object.</exception>
    /// <param name="context">The request.</param>
    /// <param name="maximumBytes">How much is read at most.</param>
    public static async Task<JsonObject> ReadAsync(HttpContext context, int maximumBytes = MaximumBytes)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(JsonType, StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new AwsException("UnsupportedMediaType", $"The content type {JsonType} is expected, and '{context.Request.ContentType}' came.", 415);
        }

        var body = await RequestBody.ReadAsync(context, maximumBytes) ?? throw new AwsException("TooLarge", $"{maximumBytes} bytes at most are expected.", 413);
        try
        {
            return JsonNode.Parse(body.Span) as JsonObject ?? throw new AwsException("InvalidRequest", "A JSON object is expected.");
        }
        catch (JsonException exception)
        {
            throw new AwsException("InvalidRequest", $"A JSON object is expected: {exception.Message}");
        }
    }

    /// <summary>Answers, or says what was wrong with the request.</summary>
    public static async Task AnswerAsync(HttpContext context, Func<Task<JsonObject>> handle)
    {
        try
        {
            await JsonResponse.WriteAsync(context, StatusCodes.Status200OK, await handle());
        }
        catch (AwsException refused)
        {
            await JsonResponse.WriteAsync(context, refused.StatusCode, new() { ["code"] = refused.Code, ["message"] = refused.Message });
        }
    }

    /// <summary>A method that a path doesn't have.</summary>
    public static AwsException MethodNotAllowed(HttpRequest request, string allowed) =>
        new("MethodNotAllowed", $"{request.Path} takes {allowed}, and {request.Method} came.", StatusCodes.Status405MethodNotAllowed);
}
