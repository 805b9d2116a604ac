using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// What the paths below <c>/_local</c> that change the run have in common: a web page of another site, which a browser on
/// this machine may show, must not reach them.
/// </summary>
internal static class LocalControl
{
    private const string JsonType = "application/json";
    private const int MaximumBytes = 64 * 1024;

    /// <summary>
    /// Whether a request comes from this machine's own programs or pages. A page elsewhere gives itself away by its
    /// <c>Origin</c>, or by a <c>Host</c> that its owner's name server points here; and a body as <c>application/json</c> it
    /// can send only after asking, which nobody answers. https://fetch.spec.whatwg.org/#cors-safelisted-request-header
    /// </summary>
    /// <exception cref="AwsException">It doesn't; the message says what was expected.</exception>
    public static void Guard(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
        {
            throw Forbidden($"a Host of this machine is expected, such as localhost, and '{request.Host}' came");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLoopback(page.Host)))
        {
            throw Forbidden($"no Origin is expected, or one of this machine, and '{origin}' came");
        }
    }

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
            Guard(context.Request);
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

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static AwsException Forbidden(string why) => new("Forbidden", $"This is for programs on this machine: {why}.", StatusCodes.Status403Forbidden);
}
