using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Endpoint;

/// <summary>Writes JSON answers.</summary>
public static class JsonResponse
{
    /// <summary>AWS's services write other scripts' characters as they are, not as <c>\u</c> escapes.</summary>
    /// <remarks>As deep as <see cref="AwsEndpoint"/> reads: what a caller could store, it can have back.</remarks>
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    /// <summary>Writes a whole answer.</summary>
    public static async Task WriteAsync(HttpContext context, int statusCode, JsonObject body, string contentType = "application/json")
    {
        ArgumentNullException.ThrowIfNull(context);
        var bytes = Encode(body);
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    public static byte[] Encode(JsonNode body) => JsonSerializer.SerializeToUtf8Bytes(body, Options);
}
