using System.Net;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// Keeps web pages of other sites, which a browser on this machine may show, away from the one port. A browser lets any page
/// send simple requests here, which is enough to invoke a function, though not to read the answer; and a page whose own name
/// its owner lets point to this machine can do both. The first kind gives itself away by its <c>Origin</c>, which SDKs never
/// send, the second by its <c>Host</c>. https://fetch.spec.whatwg.org/#origin-header
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>Why a request is not to be answered; null when it is.</summary>
    /// <param name="request">The request.</param>
    /// <param name="anyOrigin">An HTTP API decides itself, by its CORS configuration, which other sites' pages it serves.</param>
    public static string? ProblemOf(HttpRequest request, bool anyOrigin = false)
    {
        if (!IsLoopback(request.Host.Host))
        {
            return $"This is for programs on this machine: a Host of it is expected, such as 127.0.0.1, localhost or a name below .localhost, and '{request.Host}' came.";
        }

        var origin = request.Headers.Origin.ToString();
        return anyOrigin || origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsLoopback(page.Host))
            ? null
            : $"This is for programs on this machine: no Origin is expected, or one of this machine, and '{origin}' came.";
    }

    /// <summary>Answers with the reason.</summary>
    public static Task RefuseAsync(HttpContext context, string problem) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status403Forbidden, new() { ["code"] = "Forbidden", ["message"] = problem });

    /// <summary>All of <c>.localhost</c> is this machine: https://www.rfc-editor.org/rfc/rfc6761#section-6.3</summary>
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
