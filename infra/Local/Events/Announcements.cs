namespace SensorWatch.Local.Events;

/// <summary>What is to be told once a transaction is committed.</summary>
internal sealed class Announcements
{
    private readonly HashSet<string> _arns = [];
    private readonly List<Action> _completions = [];

    /// <summary>ARNs of the queues and functions that got something.</summary>
    public IReadOnlyCollection<string> Arns => _arns;

    /// <summary>A queue or function got something.</summary>
    public void Add(string arn) => _arns.Add(arn);

    /// <summary>Something else to do then.</summary>
    public void Add(Action completion) => _completions.Add(completion);

    /// <summary>Does it.</summary>
    public void Complete() => _completions.ForEach(completion => completion());
}
