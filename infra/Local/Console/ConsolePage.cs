using System.Text;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Console;

/// <summary>
/// The console's page and its files. The page is the one place that has the token, and other sites can neither read nor
/// frame it; its scripts and styles come from here alone.
/// </summary>
/// <param name="token">Put into the page where it is served.</param>
/// <param name="files">From <see cref="ConsoleFiles.Read"/>.</param>
internal sealed class ConsolePage(ConsoleToken token, IReadOnlyDictionary<string, byte[]> files)
{
    /// <summary>Where the token goes in the page.</summary>
    public const string TokenPlace = """<meta name="console-token" content="">""";

    private const string Index = "index.html";

    /// <summary>https://www.w3.org/TR/CSP3/</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly byte[]? _index = files.TryGetValue(Index, out var page) ? WithToken(page, token) : null;

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path below <c>/_console/</c>.</param>
    public async Task HandleAsync(HttpContext context, string path)
    {
        var name = path.Length == 0 ? Index : path;
        if (context.Request.Method is not ("GET" or "HEAD"))
        {
            var refused = LocalControl.MethodNotAllowed(context.Request, "GET");
            await WriteAsync(context, refused.StatusCode, "error.txt", Encoding.UTF8.GetBytes(refused.Message));
            return;
        }

        var found = name == Index ? _index : files.GetValueOrDefault(name);
        await (found is null
            ? WriteAsync(context, StatusCodes.Status404NotFound, "error.txt", Encoding.UTF8.GetBytes($"The console has no file '{name}'."))
            : WriteAsync(context, StatusCodes.Status200OK, name, found));
    }

    private static byte[] WithToken(byte[] page, ConsoleToken token)
    {
        var text = Encoding.UTF8.GetString(page);
        return text.Contains(TokenPlace, StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(text.Replace(TokenPlace, $"""<meta name="console-token" content="{token.Value}">""", StringComparison.Ordinal))
            : throw new InvalidOperationException($"{Index} of the console has no {TokenPlace} for the token.");
    }

    private static async Task WriteAsync(HttpContext context, int statusCode, string name, byte[] bytes)
    {
        var response = context.Response;
        response.StatusCode = statusCode;
        response.ContentType = ConsoleFiles.ContentType(name);
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["referrer-policy"] = "no-referrer";
        response.Headers["cross-origin-opener-policy"] = "same-origin";
        response.Headers["cross-origin-resource-policy"] = "same-origin";
        if (context.Request.Method != "HEAD")
        {
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
