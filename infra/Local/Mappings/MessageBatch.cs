using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Mappings;

/// <summary>Messages on their way to one invocation.</summary>
internal sealed class MessageBatch(QueueMapping mapping)
{
    private readonly List<(ReceivedMessage Message, ReadOnlyMemory<byte> Record)> _entries = [];
    private readonly List<string> _rejected = [];
    private int _bytes = RecordsEvent.EnvelopeBytes;
    private bool _payloadFull;

    public IEnumerable<ReceivedMessage> Messages => _entries.Select(entry => entry.Message);

    public int Count => _entries.Count;

    /// <summary>How many more messages the batch size allows.</summary>
    public int Room => mapping.Resource.BatchSize - _entries.Count;

    public bool IsFull => Room == 0 || _payloadFull;

    public ReadOnlyMemory<byte> Payload => RecordsEvent.Join(_entries.Select(entry => entry.Record));

    /// <summary>Takes a message, or puts it with the rejected ones when a filter says so.</summary>
    /// <returns>False when the event would become too large: the message stays in the queue, and the batch is full.</returns>
    public bool TryAdd(ReceivedMessage message)
    {
        if (!mapping.Filter.Passes(message.Body))
        {
            _rejected.Add(message.ReceiptHandle);
            return true;
        }

        var record = SqsEvent.WriteRecord(message, mapping.Queue.Arn);
        var comma = _entries.Count == 0 ? 0 : 1;
        if (_entries.Count > 0 && _bytes + comma + record.Length > RecordsEvent.MaximumBytes)
        {
            _payloadFull = true;
            return false;
        }

        _bytes += comma + record.Length;
        _entries.Add((message, record));
        return true;
    }

    /// <summary>Receipt handles of what filters rejected since the last call.</summary>
    public IReadOnlyList<string> TakeRejected()
    {
        string[] rejected = [.. _rejected];
        _rejected.Clear();
        return rejected;
    }
}
