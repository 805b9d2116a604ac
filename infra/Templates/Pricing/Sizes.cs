using System.Text;
using System.Text.Json;

namespace SensorWatch.Templates.Pricing;

/// <summary>Sizes as AWS bills them.</summary>
internal static class Sizes
{
    public const double Gigabyte = 1024.0 * 1024 * 1024;

    /// <summary>Of events and messages: a chunk of a payload counts as one.</summary>
    public const double Chunk = 64 * 1024;

    /// <summary>How many steps of a size are begun; at least one.</summary>
    public static double Steps(double bytes, double step) => Math.Max(1, Math.Ceiling(bytes / step));

    public static double BytesOf(JsonElement json) => Encoding.UTF8.GetByteCount(json.GetRawText());
}
