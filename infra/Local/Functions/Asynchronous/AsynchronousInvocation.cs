namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>An invocation of type <c>Event</c> that was accepted and is neither done with nor given up.</summary>
internal sealed record AsynchronousInvocation
{
    /// <summary>Lambda's request id, the same at each attempt.</summary>
    public required string RequestId { get; init; }

    public required string FunctionName { get; init; }

    /// <summary>The event, JSON in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When the function is called next.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>How often the function was called, and failed.</summary>
    public int Failures { get; init; }

    /// <summary>How often it was throttled since it was called last.</summary>
    public int Throttles { get; init; }

    /// <summary>What came of the latest failed attempt; null before the first.</summary>
    public InvocationResult? LastFailure { get; init; }
}
