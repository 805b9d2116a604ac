using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Access;

/// <summary>
/// The credentials that functions get. They open nothing anywhere: they only say, in the signatures of a function's calls,
/// whose calls these are.
/// </summary>
internal static class FunctionCredentials
{
    /// <summary>Begins each key, so that nobody takes one for a real key.</summary>
    private const string Prefix = "LOCAL";

    /// <summary>As long as AWS's keys.</summary>
    private const int Digits = 15;

    private const string Scheme = "AWS4-HMAC-SHA256 ";
    private const string Credential = "Credential=";

    /// <summary>The access key id of a function: the same in every run.</summary>
    public static string AccessKeyId(string functionArn) =>
        Prefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(functionArn)))[..Digits];

    /// <summary>The access key id that signed a request, in its header or in a presigned URL; null when it isn't signed.</summary>
    public static string? SignerOf(HttpRequest request)
    {
        var scope = Scope(request.Headers.Authorization.ToString()) ?? request.Query["X-Amz-Credential"].ToString();
        return scope.Split('/') is [{ Length: > 0 } key, _, ..] ? key : null;
    }

    /// <summary>
    /// The execution environment that a request comes from, by the session token that goes along with its signature; null
    /// for none.
    /// </summary>
    public static string? EnvironmentOf(HttpRequest request) =>
        request.Headers["X-Amz-Security-Token"].ToString() is { Length: > 0 } header ? header
        : request.Query["X-Amz-Security-Token"].ToString() is { Length: > 0 } query ? query
        : null;

    /// <summary>
    /// <c>KEY/20261123/eu-north-1/sqs/aws4_request</c> of <c>AWS4-HMAC-SHA256 Credential=KEY/…, SignedHeaders=…</c>; null for another scheme.
    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    /// </summary>
    public static string? Scope(string authorization) => authorization.StartsWith(Scheme, StringComparison.Ordinal)
        ? authorization[Scheme.Length..]
            .Split(',', StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith(Credential, StringComparison.Ordinal))?[Credential.Length..]
        : null;
}
