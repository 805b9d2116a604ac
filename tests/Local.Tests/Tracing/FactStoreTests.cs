using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Tests.Tracing;

public sealed class FactStoreTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_question_sees_what_was_added_just_before()
    {
        using var store = FactStore.Open(null, _time);

        store.Add(new(FactKind.Sent, "message:1"));

        Count(store, "facts").ShouldBe(1);
    }

    [Fact]
    public void Facts_are_written_a_moment_later_without_a_question()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            using var store = FactStore.Open(directory.FullName, _time);
            store.Add(new(FactKind.Sent, "message:1"));
            _time.Advance(TimeSpan.FromMilliseconds(100));

            using var other = FactStore.Open(directory.FullName, _time);
            Count(other, "facts").ShouldBe(1);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_cannot_be_written_fails_nobody_and_later_facts_are_kept()
    {
        using var store = FactStore.Open(null, _time);
        store.Read(connection => Execute(connection, "ALTER TABLE facts RENAME TO elsewhere"));
        store.Add(new(FactKind.Sent, "message:1"));

        _time.Advance(TimeSpan.FromMilliseconds(100));

        store.Read(connection => Execute(connection, "ALTER TABLE elsewhere RENAME TO facts"));
        store.Add(new(FactKind.Sent, "message:2"));
        Count(store, "facts").ShouldBe(1);
    }

    [Fact]
    public void The_oldest_facts_go_first_and_take_their_causes_and_events_along()
    {
        using var store = FactStore.Open(null, _time, maximumFacts: 10);
        for (var number = 0; number < 60_000; number++)
        {
            store.Add(new(FactKind.Published, StepId.Event($"{number}"))
            {
                Node = "bus",
                Causes = ["request:1"],
                Event = new("bus", "a", "B", null),
            });
        }

        // Trimmed every 50,000 facts, so that it costs little.
        Count(store, "facts").ShouldBeLessThanOrEqualTo(10_011);
        Count(store, "events").ShouldBe(Count(store, "facts"));
        Count(store, "causes").ShouldBe(Count(store, "facts"));
        Count(store, "steps").ShouldBe(Count(store, "facts") + 1);
    }

    [Fact]
    public void A_fact_comes_from_where_its_context_is_and_is_caused_by_what_that_is_done_for()
    {
        using var tracer = new Tracer(_time, FactStore.Open(null, _time));
        using (new TraceContext("Dev/Queue", ["message:1", "message:2"]).Enter())
        {
            tracer.Record(new(FactKind.Invoked, "invocation:1") { Node = "Dev/Function" });
        }

        tracer.Record(new(FactKind.Invoked, "invocation:2") { Node = "Dev/Function" });

        tracer.Counters.Edges().ShouldBe(new Dictionary<(string, string), long> { [("Dev/Queue", "Dev/Function")] = 1 });
        Count(tracer.Store!, "causes").ShouldBe(2);
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static long Count(FactStore store, string table) => store.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return (long)command.ExecuteScalar()!;
    });
}
