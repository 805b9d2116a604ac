using System.Globalization;
using Amazon.Lambda.SQSEvents;

namespace SensorWatch.Functions.Handlers;

/// <summary>The present, as a message's consumer sees it.</summary>
internal static class Present
{
    private const string SentTimestamp = "SentTimestamp";

    /// <summary>
    /// This clock's time, or that at which SQS took the message, whichever is later: what happened before the message was
    /// sent doesn't lie in the future because this clock is behind. A local run's queues may be hours ahead.
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html (milliseconds since 1970)
    /// </summary>
    public static DateTimeOffset Of(SQSEvent.SQSMessage message, TimeProvider time)
    {
        var now = time.GetUtcNow();
        return message.Attributes?.GetValueOrDefault(SentTimestamp) is { } text
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) is var sent
            && sent > now
            ? sent
            : now;
    }
}
