namespace SensorWatch.Local.Queues;

/// <summary>
/// Whether a message's visibility may be changed.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
/// </summary>
internal static class VisibilityChange
{
    /// <summary>12 hours.</summary>
    public const int MaximumSeconds = 43_200;

    /// <summary>When the message becomes visible.</summary>
    /// <param name="message">The message behind the handle; null when it is gone.</param>
    /// <param name="handle">The handle, as the caller gave it.</param>
    /// <param name="receipt">The handle, read.</param>
    /// <param name="seconds">The new time-out.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset Decide(StoredMessage? message, string handle, ReceiptHandle receipt, int seconds, DateTimeOffset now)
    {
        if (seconds is < 0 or > MaximumSeconds)
        {
            throw SqsErrors.InvalidParameterValue(
                "VisibilityTimeout", seconds, $"VisibilityTimeout must be an integer between 0 and {MaximumSeconds}.");
        }

        if (message?.ReceivedAt is not { } receivedAt || message.ReceiveCount != receipt.ReceiveCount)
        {
            throw SqsErrors.InvalidParameterValue(
                "ReceiptHandle", handle, "Message does not exist or is not available for visibility timeout change.");
        }

        if (message.VisibleAt <= now.ToUnixTimeMilliseconds())
        {
            throw SqsErrors.MessageNotInflight(handle);
        }

        var visibleAt = now.AddSeconds(seconds);
        return visibleAt > MessageStore.Time(receivedAt).AddSeconds(MaximumSeconds)
            ? throw SqsErrors.InvalidParameterValue(
                "VisibilityTimeout", seconds, $"Total VisibilityTimeout for the message is beyond the limit [{MaximumSeconds} seconds].")
            : visibleAt;
    }
}
