namespace SensorWatch.Local.Http;

/// <summary>
/// A token bucket: it holds <paramref name="burst"/> tokens at first and at most, and <paramref name="rate"/> a second
/// come back. A request takes one. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
/// </summary>
internal sealed class TokenBucket(double rate, int burst, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = burst;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Takes a token; false when there is none.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (rate * time.GetElapsedTime(_filledAt, now).TotalSeconds));
            _filledAt = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
