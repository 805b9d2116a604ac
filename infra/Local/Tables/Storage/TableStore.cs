using SensorWatch.Local.Metering;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables.Streams;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>The tables and their place in the database.</summary>
internal sealed class TableStore : IDisposable
{
    private readonly Database _database;
    private readonly TimeProvider _time;
    private readonly Tracer _trace;
    private readonly Statements _statements = new();
    private readonly Dictionary<string, Table> _tables = [];
    private readonly StreamSignals _signals = new();

    public TableStore(Database database, IEnumerable<TableResource> tables, TimeProvider time, Tracer trace, UsageMeter usage)
    {
        Usage = usage;
        _database = database;
        _time = time;
        _trace = trace;
        foreach (var table in Run(session => TableCatalog.Open(session, tables)))
        {
            _tables.Add(table.Name, table);
        }
    }

    /// <summary>Counts the units that requests consume.</summary>
    public UsageMeter Usage { get; }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<Table> Tables => _tables.Values.OrderBy(table => table.Name, StringComparer.Ordinal);

    /// <summary>Finds a table by what a request calls <c>TableName</c>: its name or its ARN.</summary>
    public Table? Find(string nameOrArn) =>
        _tables.GetValueOrDefault(nameOrArn) ?? _tables.Values.FirstOrDefault(table => table.Resource.Arn == nameOrArn);

    /// <summary>Does the work in one transaction, and then wakes those who wait for the streams that it wrote to.</summary>
    /// <param name="work">The work.</param>
    /// <param name="transaction">It is one of DynamoDB's transactions: its changes belong together.</param>
    public T Run<T>(Func<TableSession, T> work, bool transaction = false)
    {
        var (result, done) = _database.Run(connection =>
        {
            // A connection tells its current transaction only through a fresh command.
            using var command = connection.CreateCommand();
            var session = new TableSession(command.Transaction!, _statements, _time) { IsTransaction = transaction };
            return (work(session), session);
        });
        foreach (var change in done.Changes)
        {
            _trace.Record(change);
        }

        foreach (var table in done.Streamed)
        {
            _signals.Set(table);
        }

        return result;
    }

    /// <summary>Waits until a stream has a record after the given one.</summary>
    public async Task WaitForStreamAsync(Table table, long afterSequenceNumber, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before looking, so that a record between the look and the wait still wakes us.
            var signal = _signals.Next(table);
            if (Run(session => StreamLog.Read(session, table, afterSequenceNumber, limit: 1)).Count > 0)
            {
                return;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _statements.Dispose();
}
