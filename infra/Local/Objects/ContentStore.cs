using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Objects;

/// <summary>
/// Content of objects and parts in the database, in pieces of a megabyte: a piece is written in its own transaction as it
/// arrives, so that neither memory nor others' waiting grows with the content's size. Content that no object and no part
/// refers to is left over from a call that didn't end, and is deleted at the next start.
/// </summary>
/// <param name="database">Where it lies.</param>
/// <param name="referenced">A query of the contents that objects and parts refer to, as <c>content</c>.</param>
internal sealed class ContentStore(Database database, string referenced)
{
    private const int PieceBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, int> _readers = [];
    private readonly HashSet<long> _deletedWhileRead = [];

    /// <summary>Makes the tables, and deletes what earlier calls left over.</summary>
    /// <param name="connection">The connection of the transaction.</param>
    public void Open(SqliteConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS contents (id INTEGER PRIMARY KEY AUTOINCREMENT)");
        connection.Execute("CREATE TABLE IF NOT EXISTS content_pieces (id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
        connection.Execute(
            """
            CREATE TABLE IF NOT EXISTS content_layout (
                content INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, piece INTEGER NOT NULL,
                PRIMARY KEY (content, start)) WITHOUT ROWID
            """);
        connection.Execute($"DELETE FROM contents WHERE id NOT IN ({referenced})");
        connection.Execute("DELETE FROM content_layout WHERE content NOT IN (SELECT id FROM contents)");
        connection.Execute("DELETE FROM content_pieces WHERE id NOT IN (SELECT piece FROM content_layout)");
    }

    /// <summary>Keeps content; the caller lets something refer to it, or deletes it.</summary>
    /// <param name="body">The content.</param>
    /// <param name="hash">Is computed on the way; null for none.</param>
    /// <param name="cancellationToken">The sender went away.</param>
    public async Task<WrittenContent> WriteAsync(Stream body, ContentHash? hash, CancellationToken cancellationToken)
    {
        var id = database.Run(connection =>
            (long)connection.Scalar("INSERT INTO contents DEFAULT VALUES RETURNING id")!);
        try
        {
#pragma warning disable CA5351 // An ETag is an MD5 by S3's definition; it protects nothing.
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            var buffer = new byte[PieceBytes];
            var size = 0L;
            int read;
            do
            {
                read = await body.ReadAtLeastAsync(buffer, PieceBytes, throwOnEndOfStream: false, cancellationToken);
                if (read > 0)
                {
                    md5.AppendData(buffer, 0, read);
                    hash?.Append(buffer.AsSpan(0, read));
                    WritePiece(id, size, read == PieceBytes ? buffer : buffer[..read]);
                    size += read;
                }
            }
            while (read == PieceBytes);

            return new(id, size, md5.GetHashAndReset());
        }
        catch
        {
            Delete(id);
            throw;
        }
    }

    /// <summary>Makes one content of several, which are no more then; nothing is copied.</summary>
    public static long Join(SqliteConnection connection, IEnumerable<(long Content, long Size)> parts)
    {
        var joined = (long)connection.Scalar("INSERT INTO contents DEFAULT VALUES RETURNING id")!;
        var start = 0L;
        foreach (var (content, size) in parts)
        {
            connection.Execute(
                "INSERT INTO content_layout SELECT ?1, start + ?2, length, piece FROM content_layout WHERE content = ?3", joined, start, content);
            connection.Execute("DELETE FROM content_layout WHERE content = ?1", content);
            connection.Execute("DELETE FROM contents WHERE id = ?1", content);
            start += size;
        }

        return joined;
    }

    /// <summary>Keeps content from being deleted while it is read.</summary>
    public void BeginRead(long content)
    {
        lock (_lock)
        {
            _readers[content] = _readers.GetValueOrDefault(content) + 1;
        }
    }

    /// <summary>Undoes <see cref="BeginRead"/>, and deletes what was to be deleted meanwhile.</summary>
    public void EndRead(long content)
    {
        lock (_lock)
        {
            if (--_readers[content] > 0)
            {
                return;
            }

            _readers.Remove(content);
            if (!_deletedWhileRead.Remove(content))
            {
                return;
            }
        }

        // The transaction that deleted it may have been undone since.
        database.Run(connection =>
        {
            if (connection.Scalar($"SELECT 1 FROM ({referenced}) WHERE content = ?1", content) is null)
            {
                Delete(connection, content);
            }
        });
    }

    /// <summary>Copies a part of content to a stream.</summary>
    public async Task ReadAsync(long content, long start, long length, Stream destination, CancellationToken cancellationToken)
    {
        for (var position = start; position < start + length;)
        {
            var (pieceStart, data) = database.Run(connection => connection.Query(
                """
                SELECT start, data FROM content_layout JOIN content_pieces ON id = piece
                WHERE content = ?1 AND start <= ?2 ORDER BY start DESC LIMIT 1
                """,
                row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)),
                content,
                position).Single());
            var skipped = (int)(position - pieceStart);
            var taken = (int)Math.Min(data.Length - skipped, start + length - position);
            await destination.WriteAsync(data.AsMemory(skipped, taken), cancellationToken);
            position += taken;
        }
    }

    /// <summary>Deletes content, or has it deleted when its last reader has done.</summary>
    public void Delete(SqliteConnection connection, long content)
    {
        lock (_lock)
        {
            if (_readers.ContainsKey(content))
            {
                _deletedWhileRead.Add(content);
                return;
            }
        }

        connection.Execute("DELETE FROM content_pieces WHERE id IN (SELECT piece FROM content_layout WHERE content = ?1)", content);
        connection.Execute("DELETE FROM content_layout WHERE content = ?1", content);
        connection.Execute("DELETE FROM contents WHERE id = ?1", content);
    }

    /// <inheritdoc cref="Delete(SqliteConnection, long)"/>
    public void Delete(long content) => database.Run(connection => Delete(connection, content));

    private void WritePiece(long content, long start, byte[] data) => database.Run(connection =>
    {
        var piece = connection.Scalar("INSERT INTO content_pieces (data) VALUES (?1) RETURNING id", data);
        connection.Execute("INSERT INTO content_layout VALUES (?1, ?2, ?3, ?4)", content, start, data.Length, piece);
    });
}

/// <summary>Content that was kept.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Md5">16 bytes.</param>
internal sealed record WrittenContent(long Id, long Size, byte[] Md5)
{
    public string ETag => Convert.ToHexStringLower(Md5);
}
