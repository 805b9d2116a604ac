namespace SensorWatch.Local.Queues;

/// <summary>
/// Numbers messages in the order of their arrival. It rises with time, also over restarts; the 20 low bits leave room for a
/// million messages a millisecond. Called within the database's transactions, so one at a time.
/// </summary>
/// <param name="last">The highest number given so far.</param>
internal sealed class MessageSequence(long last)
{
    private long _last = last;

    public long Next(DateTimeOffset now) => _last = Math.Max(_last + 1, now.ToUnixTimeMilliseconds() << 20);
}
