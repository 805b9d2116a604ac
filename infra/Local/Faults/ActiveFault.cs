namespace SensorWatch.Local.Faults;

/// <summary>A fault that is on: it decides case by case.</summary>
internal sealed class ActiveFault(Fault fault, FaultTarget target)
{
    private readonly Lock _lock = new();

    // Seeded: a run can be done again. No secret comes of it.
    private readonly Random _random = new(fault.Seed);
    private long _cases;
    private long _struck;

    public Fault Fault { get; } = fault;

    public FaultTarget Target { get; } = target;

    /// <summary>How many cases there were, and in how many it struck.</summary>
    public (long Cases, long Struck) Count
    {
        get
        {
            lock (_lock)
            {
                return (_cases, _struck);
            }
        }
    }

    /// <summary>Whether it strikes in this case; each case takes one number of the sequence.</summary>
    public bool Strikes()
    {
        lock (_lock)
        {
            _cases++;
            if (_random.NextDouble() >= Fault.Rate)
            {
                return false;
            }

            _struck++;
            return true;
        }
    }

    /// <summary>An order for so many things, the same in each run.</summary>
    public int[] Shuffle(int count)
    {
        var order = Enumerable.Range(0, count).ToArray();
        lock (_lock)
        {
            _random.Shuffle(order);
        }

        return order;
    }
}
