using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables.Operations;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Streams;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables;

/// <summary>
/// DynamoDB's data plane on the templates' tables: the operations on items, with expressions, indexes, transactions,
/// streams and time to live. Tables come from templates only, so that nothing here creates or changes one. Nothing is
/// throttled, and an eventually consistent read sees every write at once.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
/// </summary>
public sealed class TableService : IAwsService, IDisposable
{
    private static readonly Dictionary<string, Func<TableStore, JsonObject, JsonObject>> Handlers = new()
    {
        [nameof(BatchGetItem)] = BatchGetItem.Handle,
        [nameof(BatchWriteItem)] = BatchWriteItem.Handle,
        [nameof(DeleteItem)] = DeleteItem.Handle,
        [nameof(DescribeTable)] = DescribeTable.Handle,
        [nameof(DescribeTimeToLive)] = DescribeTimeToLive.Handle,
        [nameof(GetItem)] = GetItem.Handle,
        [nameof(ListTables)] = ListTables.Handle,
        [nameof(PutItem)] = PutItem.Handle,
        [nameof(Query)] = Query.Handle,
        [nameof(Scan)] = Scan.Handle,
        [nameof(TransactGetItems)] = TransactGetItems.Handle,
        [nameof(TransactWriteItems)] = TransactWriteItems.Handle,
        [nameof(UpdateItem)] = UpdateItem.Handle,
    };

    private readonly TableStore _store;

    /// <summary>Opens the tables: what the database has of them stays, and new indexes are filled.</summary>
    /// <param name="database">Where the items lie.</param>
    /// <param name="tables">The templates' tables.</param>
    /// <param name="time">The clock of time to live, streams and idempotency tokens.</param>
    /// <param name="trace">Hears of changes.</param>
    /// <param name="usage">Counts the units that requests consume.</param>
    /// <exception cref="InvalidOperationException">The database has a table of that name with another key.</exception>
    public TableService(Database database, IReadOnlyList<TableResource> tables, TimeProvider time, Tracer? trace = null, UsageMeter? usage = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(time);
        _store = new(database, tables, time, trace ?? Tracer.None, usage ?? new());
        Streams = new StreamsApi(_store, time);
    }

    /// <summary>What requests consumed.</summary>
    internal UsageMeter Usage => _store.Usage;

    /// <summary>The templates' tables.</summary>
    public IEnumerable<TableResource> Tables => _store.Tables.Select(table => table.Resource);

    /// <summary>The API of the tables' streams, a service of its own.</summary>
    public IAwsService Streams { get; }

    public string TargetPrefix => "DynamoDB_20120810";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Operations => Handlers.Keys;

    /// <inheritdoc/>
    public ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken) =>
        new(Handlers.GetValueOrDefault(operation)?.Invoke(_store, request));

    /// <summary>The records of a table's stream after a sequence number, oldest first, of the last 24 hours.</summary>
    /// <param name="tableName">The table's name or ARN.</param>
    /// <param name="afterSequenceNumber">0 for the oldest (<c>TRIM_HORIZON</c>); <see cref="LatestSequenceNumber"/> for the new ones (<c>LATEST</c>).</param>
    /// <param name="limit">How many at most.</param>
    /// <exception cref="ArgumentException">There is no such table, or it has no stream.</exception>
    public IReadOnlyList<StreamRecord> ReadStream(string tableName, long afterSequenceNumber, int limit)
    {
        var table = Streamed(tableName);
        return _store.Run(session => StreamLog.Read(session, table, afterSequenceNumber, limit));
    }

    /// <summary>The sequence number of a stream's newest record; 0 when there is none.</summary>
    /// <exception cref="ArgumentException">There is no such table, or it has no stream.</exception>
    public long LatestSequenceNumber(string tableName)
    {
        var table = Streamed(tableName);
        return _store.Run(session => StreamLog.LatestSequenceNumber(session, table));
    }

    /// <summary>Waits until <see cref="ReadStream"/> would return something.</summary>
    /// <exception cref="ArgumentException">There is no such table, or it has no stream.</exception>
    public Task WaitForStreamAsync(string tableName, long afterSequenceNumber, CancellationToken cancellationToken) =>
        _store.WaitForStreamAsync(Streamed(tableName), afterSequenceNumber, cancellationToken);

    /// <summary>
    /// Deletes the items whose time to live has passed, and stream records older than 24 hours. The service does it
    /// within days; here it is up to the caller.
    /// </summary>
    /// <returns>How many items.</returns>
    public int DeleteExpired() => _store.Run(session =>
    {
        StreamLog.Trim(session);
        return _store.Tables.Where(table => table.Resource.TimeToLiveAttribute is not null)
            .Sum(table => TimeToLive.DeleteExpired(session, table));
    });

    public void Dispose() => _store.Dispose();

    private Table Streamed(string tableName) => _store.Find(tableName) is { Resource.StreamViewType: not null } table
        ? table
        : throw new ArgumentException($"There is no table {tableName} with a stream.", nameof(tableName));
}
