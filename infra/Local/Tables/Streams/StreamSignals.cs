using System.Collections.Concurrent;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Streams;

/// <summary>Lets readers of streams sleep until there is something to read.</summary>
internal sealed class StreamSignals
{
    private readonly ConcurrentDictionary<Table, TaskCompletionSource> _waiting = new();

    /// <summary>Completes at the table's next record.</summary>
    public Task Next(Table table) =>
        _waiting.GetOrAdd(table, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Set(Table table)
    {
        if (_waiting.TryRemove(table, out var waiting))
        {
            waiting.SetResult();
        }
    }
}
