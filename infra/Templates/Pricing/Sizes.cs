using System.Text;
using System.Text.Json;

namespace SensorWatch.Templates.Pricing;

/// <summary>Sizes as AWS bills them, in bytes.</summary>
public static class Sizes
{
    public const double Gigabyte = 1024.0 * 1024 * 1024;

    /// <summary>Of events and messages: a chunk of a payload counts as one.</summary>
    public const double Chunk = 64 * 1024;

    /// <summary>Of requests to an HTTP API: so much of one counts as one. https://aws.amazon.com/api-gateway/pricing/</summary>
    public const double HttpRequest = 512 * 1024;

    /// <summary>What CloudWatch Logs counts for each entry beside its text: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html</summary>
    public const double LogEntry = 26;

    /// <summary>How many steps of a size are begun; at least one.</summary>
    public static double Steps(double bytes, double step) => Math.Max(1, Math.Ceiling(bytes / step));

    internal static double BytesOf(JsonElement json) => Encoding.UTF8.GetByteCount(json.GetRawText());
}
