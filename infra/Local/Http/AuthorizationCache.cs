namespace SensorWatch.Local.Http;

/// <summary>An authorizer's answers by the values of its identity sources, each for a time.</summary>
internal sealed class AuthorizationCache(TimeSpan timeToLive, TimeProvider time)
{
    private const int SweepAt = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Authorization Authorization, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);
    private int _sweepAt = SweepAt;

    /// <summary>The answer that still holds; null without one.</summary>
    public Authorization? Find(IReadOnlyList<string> identity)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(Key(identity), out var entry) && time.GetUtcNow() < entry.Until ? entry.Authorization : null;
        }
    }

    public void Add(IReadOnlyList<string> identity, Authorization authorization)
    {
        if (timeToLive <= TimeSpan.Zero)
        {
            return;
        }

        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_entries.Count >= _sweepAt)
            {
                Sweep(now);
            }

            _entries[Key(identity)] = (authorization, now + timeToLive);
        }
    }

    /// <summary>Lengths keep ("a", "bc") apart from ("ab", "c").</summary>
    private static string Key(IReadOnlyList<string> identity) => string.Concat(identity.Select(value => $"{value.Length}:{value}"));

    /// <summary>Forgets what holds no more. The next time comes when the cache has doubled, so that sweeping stays cheap.</summary>
    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, entry) in _entries)
        {
            if (entry.Until <= now)
            {
                _entries.Remove(key);
            }
        }

        _sweepAt = Math.Max(SweepAt, 2 * _entries.Count);
    }
}
