using SensorWatch.Local.Functions;
using SensorWatch.Local.Tables.Streams;

namespace SensorWatch.Local.Mappings;

/// <summary>A record on its way to a function.</summary>
/// <param name="Record">The change.</param>
/// <param name="Json">As the function gets it, in UTF-8.</param>
internal sealed record StreamEntry(StreamRecord Record, ReadOnlyMemory<byte> Json);

/// <summary>Records for one invocation, in the stream's order, and what came of them so far.</summary>
/// <param name="Entries">At least one.</param>
/// <param name="Through">Where the checkpoint goes when the batch is done: its last record, or one that filters dropped behind it.</param>
internal sealed record StreamBatch(IReadOnlyList<StreamEntry> Entries, long Through)
{
    public int Count => Entries.Count;

    /// <summary>How often it was tried again.</summary>
    public int Retries { get; init; }

    /// <summary>How often the function was called with these records.</summary>
    public int Invocations { get; init; }

    /// <summary>What came of the last invocation; null before the first.</summary>
    public InvocationResult? Result { get; init; }

    public StreamRecord First => Entries[0].Record;

    public StreamRecord Last => Entries[^1].Record;

    public ReadOnlyMemory<byte> Payload => RecordsEvent.Join(Entries.Select(entry => entry.Json));

    /// <summary>Two batches, both with this one's past.</summary>
    /// <param name="count">How many records the first gets, fewer than all and more than none.</param>
    public (StreamBatch Head, StreamBatch Tail) Split(int count) =>
        (this with { Entries = [.. Entries.Take(count)], Through = Entries[count - 1].Record.SequenceNumber },
            this with { Entries = [.. Entries.Skip(count)] });

    /// <summary>How many records, from the first on, were written at that time or before.</summary>
    public int CountUntil(DateTimeOffset time) => Entries.TakeWhile(entry => entry.Record.ApproximateCreationDateTime <= time).Count();
}
