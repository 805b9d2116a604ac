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

    private readonly SqliteCommand _causes = FactWriter.Command(connection, "SELECT DISTINCT cause FROM causes WHERE step = $1", 1);
    private readonly SqliteCommand _mark = FactWriter.Command(connection, "UPDATE events SET failed = 1 WHERE id = $1 AND failed = 0", 1);

    /// <summary>Marks them.</summary>
    /// <param name="transaction">In which facts are written.</param>
    /// <param name="step">The step that failed.</param>
    public void Mark(SqliteTransaction transaction, string step)
    {
        var seen = new HashSet<string> { step };
        var next = new Queue<string>(seen);
        while (next.TryDequeue(out var current))
        {
            if (StepId.KindOf(current) == "event")
            {
                FactWriter.Bind(_mark, transaction, StepId.KeyOf(current)).ExecuteNonQuery();
                continue;
            }

            using var causes = FactWriter.Bind(_causes, transaction, current).ExecuteReader();
            while (causes.Read() && seen.Count < MaximumSteps)
            {
                var cause = causes.GetString(0);
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
