using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Queues;

/// <summary>
/// A message move task.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasksResultEntry.html
/// </summary>
/// <param name="Handle">Names it.</param>
/// <param name="SourceArn">A dead-letter queue.</param>
/// <param name="DestinationArn">Null for the queues that the messages came from.</param>
/// <param name="MaxNumberOfMessagesPerSecond">Null for as fast as can be.</param>
/// <param name="Status">One of the constants.</param>
/// <param name="Moved">Messages.</param>
/// <param name="ToMove">Messages that were there when it started.</param>
/// <param name="FailureReason">Null unless it failed.</param>
/// <param name="StartedAt">When it started.</param>
internal sealed record MoveTask(
    string Handle,
    string SourceArn,
    string? DestinationArn,
    int? MaxNumberOfMessagesPerSecond,
    string Status,
    long Moved,
    long ToMove,
    string? FailureReason,
    DateTimeOffset StartedAt)
{
    public const string Running = "RUNNING";
    public const string Completed = "COMPLETED";
    public const string Cancelled = "CANCELLED";
    public const string Failed = "FAILED";

    private const string Select =
        "SELECT handle, source, destination, rate, status, moved, to_move, failure, started_at FROM sqs_move_task ";

    public bool IsRunning => Status == Running;

    /// <summary>The latest tasks of a queue, the latest first.</summary>
    public static IReadOnlyList<MoveTask> Of(SqliteConnection connection, Queue source, int maximum) =>
        connection.Query(Select + "WHERE source = ?1 ORDER BY started_at DESC, rowid DESC LIMIT ?2", Read, source.Arn, maximum);

    public static IReadOnlyList<MoveTask> AllRunning(SqliteConnection connection) =>
        connection.Query(Select + "WHERE status = ?1", Read, Running);

    /// <summary>The running task of that handle; null without one.</summary>
    public static MoveTask? FindRunning(SqliteConnection connection, string handle) =>
        connection.Query(Select + "WHERE handle = ?1 AND status = ?2", Read, handle, Running).SingleOrDefault();

    public void Insert(SqliteConnection connection) => connection.Execute(
        "INSERT INTO sqs_move_task (handle, source, destination, rate, status, moved, to_move, failure, started_at) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        Handle,
        SourceArn,
        DestinationArn,
        MaxNumberOfMessagesPerSecond,
        Status,
        Moved,
        ToMove,
        FailureReason,
        StartedAt.ToUnixTimeMilliseconds());

    /// <summary>Keeps how far it is.</summary>
    public void Update(SqliteConnection connection) => connection.Execute(
        "UPDATE sqs_move_task SET status = ?2, moved = ?3, failure = ?4 WHERE handle = ?1", Handle, Status, Moved, FailureReason);

    private static MoveTask Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.TextOrNull(2),
        (int?)row.IntegerOrNull(3),
        row.GetString(4),
        row.GetInt64(5),
        row.GetInt64(6),
        row.TextOrNull(7),
        MessageStore.Time(row.GetInt64(8)));
}
