namespace SensorWatch.Functions.Storage;

/// <summary>A reading with its unit: chunks of one sensor may differ in it.</summary>
public readonly record struct StoredReading(DateTimeOffset Time, double Value, string Unit);

/// <summary>
/// Merges chunks, which come in the order of their first reading and may overlap, into a page of readings in the order
/// of time. Of several values for one time, the one accepted last counts. It keeps one reading more than the page has:
/// that one begins the next page.
/// </summary>
internal sealed class PageBuilder(DateTimeOffset from, DateTimeOffset to, int limit)
{
    private readonly SortedList<DateTimeOffset, (StoredReading Reading, DateTimeOffset RecordedAt)> _readings = [];

    /// <summary>Whether chunks that begin at that time, or later, can't change the page any more.</summary>
    public bool IsCompleteBefore(DateTimeOffset time) => _readings.Count > limit && time > _readings.GetKeyAtIndex(limit);

    public void Add(ReadingChunk chunk)
    {
        foreach (var (time, value) in chunk.Readings)
        {
            if (time < from || time >= to || IsCompleteBefore(time))
            {
                continue;
            }

            if (!_readings.TryGetValue(time, out var known) || known.RecordedAt <= chunk.RecordedAt)
            {
                _readings[time] = (new(time, value, chunk.Unit), chunk.RecordedAt);
                if (_readings.Count > limit + 1)
                {
                    _readings.RemoveAt(limit + 1);
                }
            }
        }
    }

    public (IReadOnlyList<StoredReading> Readings, DateTimeOffset? Next) Build() =>
        ([.. _readings.Values.Take(limit).Select(r => r.Reading)], _readings.Count > limit ? _readings.GetKeyAtIndex(limit) : null);
}
