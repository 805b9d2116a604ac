using SensorWatch.Local.Tables.Streams;

namespace SensorWatch.Local.Mappings;

/// <summary>Gathers a lane's records for one invocation.</summary>
/// <param name="mapping">The mapping.</param>
/// <param name="lane">The lane.</param>
/// <param name="after">The sequence number of the last record before.</param>
/// <param name="attempt">A batch that was tried before: it ends where it ended then. Null for a new one.</param>
internal sealed class StreamBatchBuilder(StreamMapping mapping, int lane, long after, StreamAttempt? attempt = null)
{
    private readonly List<StreamEntry> _entries = [];
    private int _bytes = RecordsEvent.EnvelopeBytes;
    private bool _payloadFull;

    /// <summary>The sequence number of the last record that was looked at, and taken or left out.</summary>
    public long Through { get; private set; } = after;

    /// <summary>Whether filters have dropped one of the lane's records.</summary>
    public bool HasDropped { get; private set; }

    public int Count => _entries.Count;

    /// <summary>How many more records the batch size allows.</summary>
    public int Room => mapping.Resource.BatchSize - _entries.Count;

    public bool IsFull => Room == 0 || _payloadFull || Through >= attempt?.Through;

    public StreamBatch Build() =>
        new([.. _entries], Through) { Retries = attempt?.Retries ?? 0, Invocations = attempt?.Invocations ?? 0 };

    /// <summary>Looks at records in the stream's order, until the batch is full.</summary>
    public void Add(IEnumerable<StreamRecord> records)
    {
        foreach (var record in records.TakeWhile(record => !IsFull && TryAdd(record)))
        {
            Through = record.SequenceNumber;
        }
    }

    /// <returns>False when the event would become too large: the record belongs to the next batch.</returns>
    private bool TryAdd(StreamRecord record)
    {
        if (mapping.Lanes > 1 && StreamShard.LaneOf(record, mapping.Table.Key, mapping.Lanes) != lane)
        {
            return true;
        }

        var json = StreamEvent.WriteRecord(record, mapping.StreamArn);
        if (!mapping.Filter.Passes(json))
        {
            HasDropped = true;
            return true;
        }

        var comma = _entries.Count == 0 ? 0 : 1;
        if (_entries.Count > 0 && _bytes + comma + json.Length > RecordsEvent.MaximumBytes)
        {
            _payloadFull = true;
            return false;
        }

        _bytes += comma + json.Length;
        _entries.Add(new(record, json));
        return true;
    }
}
