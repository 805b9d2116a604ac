using System.Text;
using SensorWatch.Local.Objects;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Queues;

namespace SensorWatch.Local.Tests.Objects;

public sealed class ObjectRulesTests
{
    /// <summary>The check values that the catalogue of CRCs gives for these digits: https://reveng.sourceforge.io/crc-catalogue/</summary>
    [Theory]
    [InlineData("crc32", "CBF43926")]
    [InlineData("crc32c", "E3069283")]
    [InlineData("crc64nvme", "AE8B14860A799888")]
    [InlineData("sha1", "F7C3BC1D808E04732ADF679965CCC34CA7AE3441")]
    [InlineData("sha256", "15E2B0D3C33891EBB0F1EF609EC419420C20E320CE94C65FBC8C3312448EB225")]
    public void Checksums_are_those_of_the_standards(string algorithm, string expected)
    {
        using var hash = ContentHash.Create(algorithm)!;
        hash.Append("1234"u8);
        hash.Append("56789"u8);

        Convert.ToHexString(Convert.FromBase64String(hash.Finish())).ShouldBe(expected);
    }

    [Theory]
    [InlineData("4;chunk-signature=ab\r\nWiki\r\n5;chunk-signature=cd\r\npedia\r\n0;chunk-signature=ef\r\n\r\n", "Wikipedia")]
    [InlineData("9\r\nWikipedia\r\n0\r\nx-amz-checksum-crc32:abc=\r\n\r\n", "Wikipedia")]
    [InlineData("9\r\nWikipedia\r\n0\r\nx-amz-checksum-crc32:abc=\r\n", "Wikipedia")]
    [InlineData("0\r\n\r\n", "")]
    public async Task Chunks_are_taken_apart(string body, string expected)
    {
        await using var stream = Chunked(body, expected.Length);
        using var reader = new StreamReader(stream);

        (await reader.ReadToEndAsync()).ShouldBe(expected);
        stream.Trailers.Values.ShouldBe(body.Contains("crc32", StringComparison.Ordinal) ? ["abc="] : []);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4\r\nWi")]
    [InlineData("4\r\nWiki")]
    [InlineData("4\r\nWiki\r\n")]
    [InlineData("4\r\nWikiX\r\n0\r\n\r\n")]
    [InlineData("x\r\nWiki\r\n0\r\n\r\n")]
    [InlineData("3\r\nWik\r\n0\r\n\r\n")]
    [InlineData("-4\r\nWiki\r\n0\r\n\r\n")]
    public async Task A_body_that_is_cut_off_or_no_chunks_is_refused(string body)
    {
        await using var stream = Chunked(body, decodedLength: 4);

        (await Should.ThrowAsync<S3Exception>(() => stream.CopyToAsync(Stream.Null))).Code.ShouldBe("IncompleteBody");
    }

    [Fact]
    public void Parts_must_rise_be_there_and_be_large_enough()
    {
        UploadedPart[] parts = [new(1, 1, 5 * 1024 * 1024, "aa", default), new(2, 2, 5, "bb", default), new(3, 3, 5, "cc", default)];

        MultipartUpload.Choose(parts, [(1, "aa"), (3, "cc")]).Select(part => part.Number).ShouldBe([1, 3]);
        Code(() => MultipartUpload.Choose(parts, [(3, "cc"), (1, "aa")])).ShouldBe("InvalidPartOrder");
        Code(() => MultipartUpload.Choose(parts, [(1, "bb")])).ShouldBe("InvalidPart");
        Code(() => MultipartUpload.Choose(parts, [(4, "dd")])).ShouldBe("InvalidPart");
        Code(() => MultipartUpload.Choose(parts, [(2, "bb"), (3, "cc")])).ShouldBe("EntityTooSmall");
        Code(() => MultipartUpload.Choose(parts, [])).ShouldBe("MalformedXML");
    }

    [Fact]
    public void A_bucket_with_versions_is_refused() =>
        ObjectService.Refusals([ObjectHost.Bucket("a", sendsToEventBridge: false) with { Versioned = true }, ObjectHost.Bucket("b", sendsToEventBridge: false)])
            .Select(refusal => refusal.ResourcePath).ShouldBe(["Test/a"]);

    [Fact]
    public async Task An_object_that_is_replaced_while_it_is_read_is_read_to_its_end_and_then_leaves_no_trace()
    {
        using var events = new EventFixture([], []);
        var objects = Objects(events.Queues.Database, events);
        await PutAsync(objects, "old");

        using (var reading = objects.Read("uploads", "a"))
        {
            await PutAsync(objects, "new");
            (await TextAsync(reading)).ShouldBe("old");
        }

        Pieces(events.Queues.Database).ShouldBe(1);
        using var after = objects.Read("uploads", "a");
        (await TextAsync(after)).ShouldBe("new");
    }

    [Fact]
    public async Task What_an_upload_left_behind_when_it_broke_off_is_gone_at_once_or_at_the_next_start()
    {
        using var events = new EventFixture([], []);
        var objects = Objects(events.Queues.Database, events);
        await PutAsync(objects, "kept");
        await Should.ThrowAsync<S3Exception>(() => objects.WriteAsync(Chunked("4\r\nWi", 4), null, CancellationToken.None));
        Pieces(events.Queues.Database).ShouldBe(1);

        await objects.WriteAsync(new MemoryStream([1, 2, 3]), null, CancellationToken.None);
        Pieces(events.Queues.Database).ShouldBe(2);
        using var read = Objects(events.Queues.Database, events).Read("uploads", "a");

        Pieces(events.Queues.Database).ShouldBe(1);
        (await TextAsync(read)).ShouldBe("kept");
    }

    private static AwsChunkedStream Chunked(string body, long decodedLength) => new(new MemoryStream(Encoding.UTF8.GetBytes(body)), decodedLength);

    private static string Code(Action act) => Should.Throw<S3Exception>(act).Code;

    private static ObjectService Objects(Database database, EventFixture events) =>
        new(database, [ObjectHost.Bucket("uploads", sendsToEventBridge: true)], events.Buses, events.Queues.Time);

    private static async Task PutAsync(ObjectService objects, string text)
    {
        var content = await objects.WriteAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), null, CancellationToken.None);
        objects.Put(new("uploads", "a", new Dictionary<string, string>(), null, "PutObject"), content, _ => { }, new(QueueFixture.Account, "id", "127.0.0.1"));
    }

    private static async Task<string> TextAsync(ObjectReading reading)
    {
        using var buffer = new MemoryStream();
        await reading.CopyToAsync(buffer, 0, reading.Object.Size, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static long Pieces(Database database) =>
        database.Run(connection => (long)connection.Scalar("SELECT COUNT(*) FROM content_pieces")!);
}
