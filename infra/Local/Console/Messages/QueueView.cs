namespace SensorWatch.Local.Console.Messages;

/// <summary>A queue as the console shows it.</summary>
internal sealed record QueueView
{
    public required string Node { get; init; }

    public required string Name { get; init; }

    public required string Label { get; init; }

    public required bool DeadLetter { get; init; }

    /// <summary>What sends its failures here.</summary>
    public required IReadOnlyList<NamedPart> Sources { get; init; }

    /// <summary>Labels of what a dead-letter queue's messages can go back to.</summary>
    public required IReadOnlyList<string> RedriveTargets { get; init; }

    public required long Visible { get; init; }

    public required long InFlight { get; init; }

    public required long Delayed { get; init; }

    public long? OldestMs { get; init; }

    /// <summary>Labels of the functions that take its messages.</summary>
    public required IReadOnlyList<string> Consumers { get; init; }

    public required long VisibilityTimeoutMs { get; init; }

    public int? MaxReceiveCount { get; init; }
}

/// <summary>A part of the system.</summary>
/// <param name="Name">Its name on AWS.</param>
/// <param name="Label">For people.</param>
internal sealed record NamedPart(string Name, string Label);
