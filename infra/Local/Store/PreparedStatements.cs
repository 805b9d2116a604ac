using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Store;

/// <summary>
/// Statements that are compiled once per connection and run many times. Compiling takes longer than running most of
/// what the services do, and Microsoft.Data.Sqlite compiles each new command again.
/// </summary>
/// <remarks>
/// For use inside <see cref="Database.Run{T}"/>, which runs one piece of work at a time. A reader must be closed before
/// the same statement runs again.
/// </remarks>
internal static class PreparedStatements
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Commands = [];

    /// <summary>Runs a statement that gives no rows.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    /// <param name="sql">The text, always the same instance or content; its parameters are <c>?1</c>, <c>?2</c>…</param>
    /// <param name="values">The parameters' values in their order.</param>
    /// <returns>How many rows changed.</returns>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        Bind(connection, sql, values).ExecuteNonQuery();

    /// <summary>Runs a statement for its first column of its first row; null without a row.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<object?> values) =>
        Bind(connection, sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Runs a query and reads all its rows.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection,
        string sql,
        Func<SqliteDataReader, T> read,
        params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Bind(connection, sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A text column that may be null.</summary>
    public static string? TextOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>An integer column that may be null.</summary>
    public static long? IntegerOrNull(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);

    private static SqliteCommand Bind(SqliteConnection connection, string sql, ReadOnlySpan<object?> values)
    {
        var commands = Commands.GetOrCreateValue(connection);
        // A new command belongs to the transaction that runs; that is the one way to get hold of it from outside.
        using var current = connection.CreateCommand();
        if (!commands.TryGetValue(sql, out var command))
        {
            command = Create(connection, sql, values.Length);
            commands.Add(sql, command);
        }

        command.Transaction = current.Transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private static SqliteCommand Create(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of the calling service; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        }

        return command;
    }
}
