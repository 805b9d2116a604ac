using System.Text;
using SensorWatch.Local.Http;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Metering;

/// <summary>
/// What an HTTP API makes AWS bill: requests, 512 KB each, what its stage logs, and what its answers have to carry to the
/// internet. https://aws.amazon.com/api-gateway/pricing/
/// </summary>
internal static class HttpUsage
{
    /// <summary>The status line and what API Gateway itself adds: date, length, connection, <c>apigw-requestid</c>.</summary>
    private const int OwnHeaderBytes = 150;

    /// <summary>A request goes to its function. What was throttled or not let in before is free.</summary>
    public static void Request(UsageMeter usage, HttpApiRequest request) => usage.AddChunks(
        UsageItem.HttpRequests, request.Path.Length + request.Query.Length + Bytes(request.Headers) + request.Body.Length, Sizes.HttpRequest);

    /// <summary>A request that had a route was answered.</summary>
    public static void Answer(UsageMeter usage, HttpApiStageResource stage, HttpApiReply reply)
    {
        usage.Add(UsageItem.HttpAnswers, (OwnHeaderBytes + Bytes(reply.Headers) + reply.Body.Length) / Sizes.Gigabyte);
        usage.Add(UsageItem.AccessLogBytes, AccessLog.BytesOf(stage) / Sizes.Gigabyte);
    }

    private static int Bytes(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.Sum(header => Encoding.UTF8.GetByteCount(header.Key) + Encoding.UTF8.GetByteCount(header.Value));
}
