using SensorWatch.Templates.Resources;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Pricing;

/// <summary>What an HTTP API writes for each request into the log group that its stage names.</summary>
public static class AccessLog
{
    private static readonly PropertySet Properties = new();
    private static readonly Property<string> FormatProperty = Properties.Text("AccessLogSettings.Format");

    /// <summary>
    /// Bytes of a request's entry as CloudWatch Logs counts them, zero without such a log. An estimate: a variable's value is about as
    /// long as its name in the format.
    /// </summary>
    public static double BytesOf(HttpApiStageResource stage)
    {
        ArgumentNullException.ThrowIfNull(stage);
        return FormatProperty.ReadOrNull(stage.Resource) is { } format ? format.Length + Sizes.LogEntry : 0;
    }
}
