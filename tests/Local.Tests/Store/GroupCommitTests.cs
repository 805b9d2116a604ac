using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tests.Store;

public sealed class GroupCommitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory();
    private readonly Database _database;

    public GroupCommitTests()
    {
        _database = Database.Open(_directory.FullName);
        _database.Run(connection =>
        {
            connection.Execute("CREATE TABLE things (name TEXT PRIMARY KEY)");
            connection.Execute("CREATE TABLE parts (thing TEXT REFERENCES things (name) DEFERRABLE INITIALLY DEFERRED)");
        });
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Work_sees_what_earlier_work_did_and_nobody_hears_before_the_commit()
    {
        List<Task> told = [];
        var (seen, seenOutside, toldBefore) = (0L, 0L, 0);

        await RunAsGroupAsync(
            told,
            Insert("first"),
            Insert("second"),
            connection =>
            {
                (seen, seenOutside) = (CountThings(connection), CountThingsOutside());
                toldBefore = told.Count(task => task.IsCompleted);
            });

        seen.ShouldBe(2);
        seenOutside.ShouldBe(0);
        toldBefore.ShouldBe(0);
        CountThingsOutside().ShouldBe(2);
    }

    [Fact]
    public async Task Work_is_done_in_the_order_in_which_it_came()
    {
        var order = new List<int>();

        await RunAsGroupAsync([], [.. Enumerable.Range(0, 300).Select(number => (Action<SqliteConnection>)(_ => order.Add(number)))]);

        order.ShouldBe(Enumerable.Range(0, 300));
    }

    [Fact]
    public async Task Work_that_throws_is_undone_alone_and_its_caller_gets_the_exception()
    {
        List<Task> told = [];
        await RunAsGroupAsync(
            told,
            Insert("before"),
            connection =>
            {
                Insert("undone")(connection);
                throw new FormatException("mine");
            },
            connection =>
            {
                Insert("undone, too")(connection);
                Insert("before")(connection);
            },
            Insert("after"));

        (await Should.ThrowAsync<FormatException>(() => told[1])).Message.ShouldBe("mine");
        (await Should.ThrowAsync<SqliteException>(() => told[2])).Message.ShouldContain("UNIQUE");
        Things().ShouldBe(["after", "before"]);
    }

    [Fact]
    public async Task A_commit_that_fails_fails_all_who_shared_it_and_leaves_nothing()
    {
        List<Task> told = [];
        await RunAsGroupAsync(
            told,
            Insert("innocent"),
            connection => connection.Execute("INSERT INTO parts VALUES ('of nothing')"),
            _ => throw new FormatException("because of what is undone now"));

        foreach (var task in told)
        {
            (await Should.ThrowAsync<IOException>(() => task)).Message.ShouldContain("FOREIGN KEY");
        }

        Things().ShouldBeEmpty();
        _database.Run(connection => Insert("next")(connection));
        Things().ShouldBe(["next"]);
    }

    [Fact]
    public async Task A_transaction_that_the_disk_ended_fails_all_who_shared_it_and_no_one_else()
    {
        List<Task> told = [];
        await RunAsGroupAsync(
            told,
            Insert("innocent"),
            connection =>
            {
                // As SQLite does by itself when the disk is full.
                connection.Execute("ROLLBACK");
                throw new FormatException("full");
            });

        await Should.ThrowAsync<IOException>(() => told[0]);
        await Should.ThrowAsync<IOException>(() => told[1]);
        _database.Run(connection => Insert("next")(connection));
        Things().ShouldBe(["next"]);
    }

    [Fact]
    public async Task Cancelled_work_does_not_begin_and_begun_work_is_not_cancelled()
    {
        using var early = new CancellationTokenSource();
        using var late = new CancellationTokenSource();
        List<Task> told = [];
        using var begin = new ManualResetEventSlim();
        told.Add(_database.RunAsync(_ => begin.Wait(Patience), CancellationToken.None));
        told.Add(_database.RunAsync(Insert("never"), early.Token));
        told.Add(_database.RunAsync(
            connection =>
            {
                late.Cancel();
                return Insert("done")(connection);
            },
            late.Token));
        await early.CancelAsync();
        begin.Set();

        await Should.ThrowAsync<OperationCanceledException>(() => told[1]);
        await told[2];
        Things().ShouldBe(["done"]);

        static Func<SqliteConnection, int> Insert(string name) => connection => connection.Execute("INSERT INTO things VALUES (?1)", name);
    }

    [Fact]
    public async Task The_end_waits_for_what_was_taken_and_takes_no_more()
    {
        List<Task> told = [];
        using var begin = new ManualResetEventSlim();
        told.Add(_database.RunAsync(_ => begin.Wait(Patience), CancellationToken.None));
        told.Add(_database.RunAsync(connection => connection.Execute("INSERT INTO things VALUES ('last')"), CancellationToken.None));
        var end = Task.Run(_database.Dispose);
        begin.Set();
        await end;

        await Task.WhenAll(told);
        Should.Throw<ObjectDisposedException>(() => _database.Run(_ => 0));
        using var again = Database.Open(_directory.FullName);
        again.Run(CountThings).ShouldBe(1);
    }

    [Fact]
    public void Work_that_would_wait_for_itself_is_refused() =>
        Should.Throw<InvalidOperationException>(() => _database.Run(_ => _database.Run(_ => 0))).Message.ShouldContain("connection");

    [Fact]
    public void A_folder_is_open_once()
    {
        Should.Throw<IOException>(() => Database.Open(_directory.FullName)).Message.ShouldContain("Another local run");
        _database.Dispose();
        Database.Open(_directory.FullName).Dispose();
    }

    [Fact]
    public void Eight_callers_at_once_lose_nothing()
    {
        Parallel.For(0, 8, new() { MaxDegreeOfParallelism = 8 }, caller =>
        {
            for (var i = 0; i < 100; i++)
            {
                _database.Run(Insert($"{caller}-{i}"));
            }
        });

        CountThingsOutside().ShouldBe(800);
    }

    /// <summary>Does several pieces of work that all wait when the first of them begins, and waits for their end, good or bad.</summary>
    private async Task RunAsGroupAsync(List<Task> told, params Action<SqliteConnection>[] works)
    {
        using var begin = new ManualResetEventSlim();
        var first = _database.RunAsync(_ => begin.Wait(Patience), CancellationToken.None);
        told.AddRange(works.Select(work => _database.RunAsync(
            connection =>
            {
                work(connection);
                return 0;
            },
            CancellationToken.None)));
        begin.Set();
        await Task.WhenAll([first, .. told]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Action<SqliteConnection> Insert(string name) => connection => connection.Execute("INSERT INTO things VALUES (?1)", name);

    private static long CountThings(SqliteConnection connection) => (long)connection.Scalar("SELECT COUNT(*) FROM things")!;

    private List<string> Things() =>
        _database.Run(connection => connection.Query("SELECT name FROM things ORDER BY name", row => row.GetString(0)));

    /// <summary>As another program sees the file: what is committed, and no more.</summary>
    private long CountThingsOutside()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory.FullName, "sensorwatch.db")};Pooling=False");
        connection.Open();
        return CountThings(connection);
    }
}
