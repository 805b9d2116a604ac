using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Functions.Tests.Aws;

/// <summary>A request as a server received it.</summary>
internal sealed record RecordedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public static async Task<RecordedRequest> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(request.Method, request.Path, headers, body.ToArray());
    }

    /// <summary>
    /// The signature that the request should carry by Signature Version 4, worked out from what was received:
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
    /// </summary>
    public string ExpectedAuthorization(string accessKey, string secretKey, string region, string service)
    {
        var signedHeaders = Headers["Authorization"].Split("SignedHeaders=")[1].Split(',')[0];
        var canonicalHeaders = string.Concat(signedHeaders.Split(';').Select(name => $"{name}:{Headers[name].Trim()}\n"));
        var canonicalRequest = $"{Method}\n{Path}\n\n{canonicalHeaders}\n{signedHeaders}\n{Hex(SHA256.HashData(Body))}";

        var time = Headers["X-Amz-Date"];
        var scope = string.Create(CultureInfo.InvariantCulture, $"{time[..8]}/{region}/{service}/aws4_request");
        var toSign = $"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalRequest)))}";

        var key = new[] { time[..8], region, service, "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes("AWS4" + secretKey), Hmac);
        return $"AWS4-HMAC-SHA256 Credential={accessKey}/{scope}, SignedHeaders={signedHeaders}, Signature={Hex(Hmac(key, toSign))}";
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
