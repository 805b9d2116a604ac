using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Tracing;

/// <summary>
/// Marks the events to whose stories a failure belongs, when it happens: climbs from the step that failed to the nearest
/// events. A failed call marks the events of all messages of its batch.
/// </summary>
internal sealed class FailureMarks(SqliteConnection connection) : IDisposable
{
    /// <summary>Steps to look at; a batch of a stream may have 10,000 records.</summary>
    private const int MaximumSteps = 500;

    private readonly SqliteCommand _causes = FactWriter.Command(connection, "SELECT cause FROM causes WHERE step = $1", 1);
    private readonly SqliteCommand _mark = FactWriter.Command(connection, "UPDATE events SET failed = 1 WHERE step = $1", 1);

    /// <summary>Marks them.</summary>
    /// <param name="transaction">In which facts are written.</param>
    /// <param name="step">The number of the step that failed.</param>
    public void Mark(SqliteTransaction transaction, long step)
    {
        var seen = new HashSet<long> { step };
        var next = new Queue<long>(seen);
        while (next.TryDequeue(out var current))
        {
            if (FactWriter.Bind(_mark, transaction, current).ExecuteNonQuery() > 0)
            {
                continue;
            }

            using var causes = FactWriter.Bind(_causes, transaction, current).ExecuteReader();
            while (causes.Read() && seen.Count < MaximumSteps)
            {
                var cause = causes.GetInt64(0);
                if (seen.Add(cause))
                {
                    next.Enqueue(cause);
                }
            }
        }
    }

    public void Dispose()
    {
        _causes.Dispose();
        _mark.Dispose();
    }
}
