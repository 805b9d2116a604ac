namespace SensorWatch.Local.Console.Messages;

/// <summary>Asks for messages of a dead-letter queue to go back to where they belong.</summary>
internal sealed record RedriveRequest
{
    /// <summary>These messages; null for all that <see cref="Text"/> finds.</summary>
    public IReadOnlyList<string>? MessageIds { get; init; }

    /// <summary>Those with this text in them; null for all.</summary>
    public string? Text { get; init; }

    /// <summary>Nothing moves; the answer tells what would.</summary>
    public bool DryRun { get; init; }

    /// <summary>1 to 500; null for all at once.</summary>
    public int? RatePerSecond { get; init; }
}

/// <summary>What came of a redrive.</summary>
/// <param name="Matched">Messages that were asked for and are there.</param>
/// <param name="Moved">Those that have moved.</param>
/// <param name="Waiting">Those that move in the next seconds.</param>
/// <param name="DryRun">Nothing has moved.</param>
/// <param name="Destinations">Where how many go.</param>
/// <param name="Left">The first of those that can't go back.</param>
/// <param name="LeftCount">How many can't.</param>
internal sealed record RedriveAnswer(
    long Matched,
    long Moved,
    long Waiting,
    bool DryRun,
    IReadOnlyList<RedriveCount> Destinations,
    IReadOnlyList<LeftMessage> Left,
    long LeftCount);

/// <summary>How many messages go to a queue or function.</summary>
internal sealed record RedriveCount(string Name, string Label, long Count);

/// <summary>A message that can't go back.</summary>
internal sealed record LeftMessage(string Id, string Why);
