namespace SensorWatch.Functions.Publishing;

/// <summary>EventBridge did not take all events, after as many tries as made sense.</summary>
public sealed class PublishException(string message, Exception? innerException = null) : Exception(message, innerException);
