namespace SensorWatch.Local.Console.Messages;

/// <summary>Counts what goes where, and keeps the first messages that can't go back.</summary>
internal sealed class RedrivePlan
{
    private const int MaximumLeft = 100;

    private readonly Dictionary<string, long> _destinations = new(StringComparer.Ordinal);
    private readonly List<LeftMessage> _left = [];
    private long _leftCount;

    /// <summary>Messages that were looked at.</summary>
    public long Matched { get; private set; }

    /// <summary>Messages that can go back.</summary>
    public long Movable => _destinations.Values.Sum();

    /// <summary>A message that goes there.</summary>
    public void Add(string destinationArn)
    {
        Matched++;
        _destinations[destinationArn] = _destinations.GetValueOrDefault(destinationArn) + 1;
    }

    /// <summary>A message that stays.</summary>
    public void Leave(string messageId, string why)
    {
        Matched++;
        _leftCount++;
        if (_left.Count < MaximumLeft)
        {
            _left.Add(new(messageId, why));
        }
    }

    /// <summary>The answer for people.</summary>
    /// <param name="moved">How many have moved.</param>
    /// <param name="waiting">How many are about to.</param>
    /// <param name="dryRun">Nothing was to move.</param>
    /// <param name="label">A short name for an ARN.</param>
    public RedriveAnswer ToAnswer(long moved, long waiting, bool dryRun, Func<string, string> label) => new(
        Matched,
        moved,
        waiting,
        dryRun,
        [.. _destinations.Select(destination => new RedriveCount(destination.Key.Split(':')[^1], label(destination.Key), destination.Value))],
        _left,
        _leftCount);
}
