using Microsoft.Data.Sqlite;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>
/// Prepared statements, kept from one transaction to the next: SQLite takes longer to compile one than to run it.
/// Used by one transaction at a time, as <see cref="Store.Database"/> has it.
/// </summary>
internal sealed class Statements : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <summary>A statement that is ready to run.</summary>
    /// <param name="transaction">The current transaction, always of the same connection.</param>
    /// <param name="sql">The statement; its parameters are <c>$1</c>, <c>$2</c> and so on.</param>
    /// <param name="parameters">Their values.</param>
    public SqliteCommand Bind(SqliteTransaction transaction, string sql, params ReadOnlySpan<object?> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = Prepare(transaction.Connection!, sql, parameters.Length);
        }

        command.Transaction = transaction;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        }

        return command;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, int parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // All SQL comes from constants in this folder; values go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }
}
