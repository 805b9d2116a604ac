using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>What a queue asks of its poller.</summary>
internal enum QueueDemand
{
    /// <summary>Neither of the others: batches are taken as messages come.</summary>
    Steady,

    /// <summary>All places are taken, and messages wait.</summary>
    Waiting,

    /// <summary>The queue is empty.</summary>
    Empty,
}

/// <summary>
/// How many batches of a mapping on a queue may be in flight. Lambda begins with five, adds up to 300 a minute while messages
/// wait, up to 1,250, and goes back to five when there is less to do.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
/// </summary>
/// <param name="Exact">Places, with the fraction of the next one.</param>
/// <param name="Least">Never fewer than these.</param>
/// <param name="Most">Never more than these.</param>
internal readonly record struct PollerScale(double Exact, int Least, int Most)
{
    private const int Initial = 5;
    private const int Largest = 1_250;
    private const double PerSecond = 300 / 60d;

    /// <summary>Places now.</summary>
    public int Places => (int)Exact;

    /// <summary>No place can be added.</summary>
    public bool IsLargest => Places >= Most;

    /// <summary>A mapping's places when it begins. With <c>MaximumConcurrency</c> all are there at once.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="processes">
    /// Processes that its function may have. More batches would only wait for one, invisible to others and growing old.
    /// </param>
    public static PollerScale Of(EventSourceMappingResource mapping, int processes) => mapping.MaximumConcurrency is { } maximum
        ? new(maximum, maximum, maximum)
        : new(Initial, Initial, Math.Clamp(processes, Initial, Largest));

    /// <summary>The places after a time in which the queue asked the same.</summary>
    public PollerScale After(TimeSpan time, QueueDemand demand) => demand switch
    {
        QueueDemand.Waiting => this with { Exact = Math.Min(Exact + (time.TotalSeconds * PerSecond), Most) },
        QueueDemand.Empty => this with { Exact = Math.Max(Exact - (time.TotalSeconds * PerSecond), Least) },
        _ => this,
    };

    /// <summary>
    /// The places after an invocation that failed or was throttled: Lambda gradually takes some away.
    /// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-backoff-strategy
    /// </summary>
    public PollerScale AfterFailure() => this with { Exact = Math.Max(Exact - 1, Least) };
}
