using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tracing;

/// <summary>
/// Gives steps numbers in the order in which they are first told of. A name is kept and indexed once; facts and causes have
/// the number, so that their indexes grow at the end, where names would scatter over all of them.
/// </summary>
internal sealed class StepNumbers : IDisposable
{
    /// <summary>Numbers that are known without asking the database; most steps are done with long before.</summary>
    private const int MaximumKnown = 50_000;

    private readonly SqliteCommand _last;
    private readonly SqliteCommand _find;
    private readonly RawStatement _insert;
    private Dictionary<string, long> _known = [];
    private Dictionary<string, long> _knownBefore = [];
    private long _next;

    public StepNumbers(SqliteConnection connection)
    {
        _last = FactWriter.Command(connection, "SELECT coalesce(max(id), 0) FROM steps", 0);
        _find = FactWriter.Command(connection, "SELECT id FROM steps WHERE name = $1", 1);
        _insert = new(connection, "INSERT OR IGNORE INTO steps VALUES (?, ?)");
        Forget(null);
    }

    /// <summary>The number of a step, which gets one if it has none.</summary>
    public long Of(SqliteTransaction transaction, string step)
    {
        if (_known.TryGetValue(step, out var number))
        {
            return number;
        }

        if (!_knownBefore.TryGetValue(step, out number))
        {
            number = _insert.Add(_next).Add(step).Run() == 1 ? _next++ : (long)FactWriter.Bind(_find, transaction, step).ExecuteScalar()!;
        }

        if (_known.Count == MaximumKnown)
        {
            (_knownBefore, _known) = (_known, []);
        }

        _known.Add(step, number);
        return number;
    }

    /// <summary>Asks the database again: numbers were taken back, or steps deleted.</summary>
    /// <param name="transaction">The one that runs; null outside of one.</param>
    public void Forget(SqliteTransaction? transaction)
    {
        _known.Clear();
        _knownBefore.Clear();
        _next = (long)FactWriter.Bind(_last, transaction).ExecuteScalar()! + 1;
    }

    public void Dispose()
    {
        _last.Dispose();
        _find.Dispose();
        _insert.Dispose();
    }
}
