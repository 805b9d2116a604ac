using System.CommandLine;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Benchmarks.Store;

/// <summary>
/// What a shared commit gains: callers write to the same file at once, and then one at a time, so that each has a commit
/// of its own. Both in one run, in turns, so that the disk's mood is the same.
/// </summary>
internal static class CommitBenchmark
{
    private const int Turns = 3;

    /// <summary>The command <c>commits</c>.</summary>
    public static Command Command()
    {
        var clients = new Option<int>("--clients") { Description = "Callers at once", DefaultValueFactory = _ => 8 };
        var seconds = new Option<double>("--seconds") { Description = "How long a turn takes", DefaultValueFactory = _ => 2 };
        var command = new Command("commits", "Writes to the database per second, with shared commits and without") { clients, seconds };
        command.SetAction(result => Run(result.GetValue(clients), TimeSpan.FromSeconds(result.GetValue(seconds))));
        return command;
    }

    private static void Run(int clients, TimeSpan turn)
    {
        var directory = Directory.CreateTempSubdirectory("commits");
        try
        {
            using var database = Database.Open(directory.FullName);
            database.Run(connection => Execute(connection, "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)"));
            var oneAtATime = new Lock();
            var (alone, shared) = (0.0, 0.0);
            for (var i = 0; i < Turns; i++)
            {
                alone += Measure(clients, turn, () =>
                {
                    lock (oneAtATime)
                    {
                        Insert(database);
                    }
                });
                shared += Measure(clients, turn, () => Insert(database));
            }

            Console.WriteLine($"{clients} callers: {alone / Turns:N0} writes/s with a commit each, {shared / Turns:N0} with shared commits: {shared / alone:N1} times as many");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static double Measure(int clients, TimeSpan turn, Action write)
    {
        var count = 0L;
        var watch = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, clients).Select(_ => new Thread(() =>
        {
            while (watch.Elapsed < turn)
            {
                write();
                Interlocked.Increment(ref count);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return count / watch.Elapsed.TotalSeconds;
    }

    private static void Insert(Database database) =>
        database.Run(connection => Execute(connection, "INSERT INTO rows (text) VALUES ('a text of about the length of a small message')"));

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are the constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteNonQuery();
    }
}
