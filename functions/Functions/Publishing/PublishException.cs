namespace SensorWatch.Functions.Publishing;

/// <summary>EventBridge did not take all events, after as many tries as made sense.</summary>
public sealed class PublishException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Index of the first event that is not on the bus. All before it are; of those after it, some may be.</summary>
    public required int FirstFailed { get; init; }
}
