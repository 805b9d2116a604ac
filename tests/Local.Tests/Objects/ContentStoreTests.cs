using SensorWatch.Local.Objects;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Tests.Objects;

public sealed class ContentStoreTests : IDisposable
{
    private readonly Database _database = Database.Open(null);
    private readonly ContentStore _contents;

    public ContentStoreTests()
    {
        _contents = new(_database, "SELECT content FROM holders");
        _database.Run(connection =>
        {
            connection.Execute("CREATE TABLE holders (content INTEGER)");
            _contents.Open(connection);
        });
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Content_that_is_deleted_while_it_is_read_stays_until_its_last_reader_has_done()
    {
        var content = await HoldAsync();
        _contents.BeginRead(content);
        _contents.BeginRead(content);
        _database.Run(connection => LetGo(content, connection));
        _contents.EndRead(content);

        (await ReadAsync(content)).ShouldBe([1, 2, 3]);
        _contents.EndRead(content);

        CountPieces().ShouldBe(0);
    }

    [Fact]
    public async Task Content_stays_when_the_transaction_that_deleted_it_while_it_was_read_is_undone()
    {
        var content = await HoldAsync();
        _contents.BeginRead(content);
        Should.Throw<FormatException>(() => _database.Run(connection =>
        {
            LetGo(content, connection);
            throw new FormatException();
        }));

        _contents.EndRead(content);

        (await ReadAsync(content)).ShouldBe([1, 2, 3]);
    }

    private async Task<long> HoldAsync()
    {
        var written = await _contents.WriteAsync(new MemoryStream([1, 2, 3]), hash: null, CancellationToken.None);
        _database.Run(connection => connection.Execute("INSERT INTO holders VALUES (?1)", written.Id));
        return written.Id;
    }

    private void LetGo(long content, Microsoft.Data.Sqlite.SqliteConnection connection)
    {
        connection.Execute("DELETE FROM holders WHERE content = ?1", content);
        _contents.Delete(connection, content);
    }

    private async Task<byte[]> ReadAsync(long content)
    {
        using var destination = new MemoryStream();
        await _contents.ReadAsync(content, 0, 3, destination, CancellationToken.None);
        return destination.ToArray();
    }

    private long CountPieces() => _database.Run(connection => (long)connection.Scalar("SELECT COUNT(*) FROM content_pieces")!);
}
