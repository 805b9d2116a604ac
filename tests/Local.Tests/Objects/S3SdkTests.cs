using System.Net;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace SensorWatch.Local.Tests.Objects;

/// <summary>What the AWS SDK sends and understands.</summary>
public sealed class S3SdkTests : IAsyncLifetime
{
    private ObjectHost _host = null!;

    private AmazonS3Client Client => _host.Client;

    public async Task InitializeAsync() => _host = await ObjectHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_object_comes_back_with_its_content_type_and_metadata()
    {
        var put = await Client.PutObjectAsync(new()
        {
            BucketName = "uploads",
            Key = "2026/readings å+1.csv",
            ContentBody = "hello\n",
            ContentType = "text/csv",
            Metadata = { ["timezone"] = "Europe/Stockholm" },
        });
        using var got = await Client.GetObjectAsync("uploads", "2026/readings å+1.csv");

        put.ETag.ShouldBe("\"b1946ac92492d2347c6235b4d2611184\"");
        got.ETag.ShouldBe(put.ETag);
        got.Headers.ContentType.ShouldBe("text/csv");
        got.Metadata["timezone"].ShouldBe("Europe/Stockholm");
        (await TextAsync(got)).ShouldBe("hello\n");
    }

    [Fact]
    public async Task A_head_tells_all_but_the_content()
    {
        await PutAsync("a", "hello\n");

        var head = await Client.GetObjectMetadataAsync("uploads", "a");

        (head.ContentLength, head.ETag).ShouldBe((6, "\"b1946ac92492d2347c6235b4d2611184\""));
        head.LastModified.ShouldBe(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));
    }

    [Theory]
    [InlineData("bytes=0-1", "01", "bytes 0-1/10")]
    [InlineData("bytes=8-100", "89", "bytes 8-9/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=-4", "6789", "bytes 6-9/10")]
    public async Task A_range_is_a_part_of_the_object(string range, string expected, string contentRange)
    {
        await PutAsync("a", "0123456789");

        using var got = await Client.GetObjectAsync(new GetObjectRequest { BucketName = "uploads", Key = "a", ByteRange = new(range) });

        (got.HttpStatusCode, await TextAsync(got), got.ContentRange).ShouldBe((HttpStatusCode.PartialContent, expected, contentRange));
    }

    [Fact]
    public async Task A_range_behind_the_end_is_refused()
    {
        await PutAsync("a", "0123456789");

        var error = await FailAsync(() => Client.GetObjectAsync(new GetObjectRequest { BucketName = "uploads", Key = "a", ByteRange = new("bytes=10-") }));

        (error.ErrorCode, error.StatusCode).ShouldBe(("InvalidRange", HttpStatusCode.RequestedRangeNotSatisfiable));
    }

    [Fact]
    public async Task Conditions_on_a_read_are_kept()
    {
        var etag = (await PutAsync("a", "x")).ETag;

        (await FailAsync(() => Client.GetObjectAsync(new GetObjectRequest { BucketName = "uploads", Key = "a", EtagToNotMatch = etag }))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await FailAsync(() => Client.GetObjectAsync(new GetObjectRequest { BucketName = "uploads", Key = "a", EtagToMatch = "\"other\"" }))).ErrorCode.ShouldBe("PreconditionFailed");
        (await FailAsync(() => Client.GetObjectAsync(new GetObjectRequest { BucketName = "uploads", Key = "a", ModifiedSinceDate = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc) }))).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var got = await Client.GetObjectAsync(new GetObjectRequest { BucketName = "uploads", Key = "a", EtagToMatch = etag });
        got.HttpStatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_write_that_must_not_replace_does_not()
    {
        await PutAsync("a", "first");

        var error = await FailAsync(() => Client.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "second", IfNoneMatch = "*" }));

        error.ErrorCode.ShouldBe("PreconditionFailed");
        using var got = await Client.GetObjectAsync("uploads", "a");
        (await TextAsync(got)).ShouldBe("first");
    }

    [Fact]
    public async Task What_is_not_there_is_an_error_by_name()
    {
        (await Should.ThrowAsync<NoSuchKeyException>(() => Client.GetObjectAsync("uploads", "missing"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Should.ThrowAsync<NoSuchBucketException>(() => Client.PutObjectAsync(new() { BucketName = "missing", Key = "a", ContentBody = "x" }))).ErrorCode.ShouldBe("NoSuchBucket");
        (await FailAsync(() => Client.GetObjectMetadataAsync("uploads", "missing"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await FailAsync(() => Client.ListPartsAsync("uploads", "a", "missing"))).ErrorCode.ShouldBe("NoSuchUpload");
        (await FailAsync(() => Client.GetObjectTaggingAsync(new() { BucketName = "uploads", Key = "a" }))).StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Fact]
    public async Task Keys_are_listed_by_prefix_delimiter_and_page()
    {
        foreach (var key in new[] { "b", "a/1", "a/2", "a/x/3", "c/4", "d" })
        {
            await PutAsync(key, key);
        }

        var top = await Client.ListObjectsV2Async(new() { BucketName = "uploads", Delimiter = "/" });
        top.S3Objects.Select(o => o.Key).ShouldBe(["b", "d"]);
        top.CommonPrefixes.ShouldBe(["a/", "c/"]);

        var below = await Client.ListObjectsV2Async(new() { BucketName = "uploads", Delimiter = "/", Prefix = "a/" });
        below.S3Objects.Select(o => (o.Key, o.Size)).ShouldBe([("a/1", 3L), ("a/2", 3L)]);
        below.CommonPrefixes.ShouldBe(["a/x/"]);

        var paged = new List<string>();
        await foreach (var page in Client.Paginators.ListObjectsV2(new() { BucketName = "uploads", Delimiter = "/", MaxKeys = 1 }).Responses)
        {
            paged.AddRange((page.S3Objects ?? []).Select(o => o.Key).Concat(page.CommonPrefixes ?? []));
        }

        paged.ShouldBe(["a/", "b", "c/", "d"]);
    }

    [Fact]
    public async Task Objects_are_deleted_alone_and_together()
    {
        await PutAsync("a", "1");
        await PutAsync("b", "2");
        await PutAsync("c", "3");

        await Client.DeleteObjectAsync("uploads", "a");
        var deleted = await Client.DeleteObjectsAsync(new() { BucketName = "uploads", Objects = [new() { Key = "b" }, new() { Key = "missing" }] });

        deleted.DeletedObjects.Select(o => o.Key).ShouldBe(["b", "missing"]);
        (await Client.ListObjectsV2Async(new() { BucketName = "uploads" })).S3Objects.Select(o => o.Key).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_copy_has_the_content_and_the_metadata_of_its_source()
    {
        await Client.PutObjectAsync(new() { BucketName = "quiet", Key = "a b", ContentBody = "hello", ContentType = "text/csv", Metadata = { ["x"] = "1" } });

        await Client.CopyObjectAsync("quiet", "a b", "uploads", "copy");

        using var got = await Client.GetObjectAsync("uploads", "copy");
        (await TextAsync(got), got.Headers.ContentType, got.Metadata["x"]).ShouldBe(("hello", "text/csv", "1"));
        Reasons().ShouldBe(["CopyObject"]);
    }

    [Fact]
    public async Task Buckets_are_told()
    {
        (await Client.ListBucketsAsync()).Buckets.Select(bucket => bucket.BucketName).ShouldBe(["uploads", "quiet"]);
        (await Client.GetBucketLocationAsync(new GetBucketLocationRequest { BucketName = "uploads" })).Location.Value.ShouldBe("eu-west-1");
        (await Client.HeadBucketAsync(new() { BucketName = "uploads" })).BucketRegion.ShouldBe("eu-west-1");
    }

    [Fact]
    public async Task A_large_file_comes_in_parts_and_is_one_object_and_one_event()
    {
        var content = new byte[13 * 1024 * 1024];
        new Random(5).NextBytes(content);
        using var transfer = new TransferUtility(Client, new TransferUtilityConfig { MinSizeBeforePartUpload = 6 * 1024 * 1024 });

        await transfer.UploadAsync(new TransferUtilityUploadRequest { BucketName = "uploads", Key = "large", InputStream = new MemoryStream(content), PartSize = 5 * 1024 * 1024 });

        using var got = await Client.GetObjectAsync("uploads", "large");
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read);
        read.ToArray().AsSpan().SequenceEqual(content).ShouldBeTrue();
        got.ETag.ShouldEndWith("-3\"");
        Reasons().ShouldBe(["CompleteMultipartUpload"]);
    }

    [Fact]
    public async Task Parts_are_listed_replaced_and_must_be_what_the_caller_says()
    {
        var upload = (await Client.InitiateMultipartUploadAsync("uploads", "a")).UploadId;
        await UploadPartAsync(upload, 1, "old");
        var part = await UploadPartAsync(upload, 1, "new");
        await UploadPartAsync(upload, 2, "unused");

        (await Client.ListPartsAsync("uploads", "a", upload)).Parts.Select(p => (p.PartNumber, p.Size)).ShouldBe([(1, 3L), (2, 6L)]);
        (await FailAsync(() => CompleteAsync(upload, (1, "\"wrong\"")))).ErrorCode.ShouldBe("InvalidPart");
        (await FailAsync(() => CompleteAsync(upload, (2, part), (1, part)))).ErrorCode.ShouldBe("InvalidPartOrder");
        await CompleteAsync(upload, (1, part));

        using var got = await Client.GetObjectAsync("uploads", "a");
        (await TextAsync(got)).ShouldBe("new");
        (await FailAsync(() => CompleteAsync(upload, (1, part)))).ErrorCode.ShouldBe("NoSuchUpload");
    }

    [Fact]
    public async Task An_aborted_upload_leaves_nothing()
    {
        var upload = (await Client.InitiateMultipartUploadAsync("uploads", "a")).UploadId;
        await UploadPartAsync(upload, 1, "x");

        await Client.AbortMultipartUploadAsync("uploads", "a", upload);

        await Should.ThrowAsync<NoSuchKeyException>(() => Client.GetObjectAsync("uploads", "a"));
        _host.ReceiveEvents().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_presigned_URL_gives_the_object()
    {
        await PutAsync("a b", "hello");
        var url = await Client.GetPreSignedURLAsync(new() { BucketName = "uploads", Key = "a b", Expires = DateTime.UtcNow.AddMinutes(5), Protocol = Protocol.HTTP });
        using var http = new HttpClient();

        (await http.GetStringAsync(new Uri(url))).ShouldBe("hello");
    }

    [Fact]
    public async Task Each_creation_and_each_deletion_is_one_event()
    {
        await PutAsync("path/å 1.csv", "hello\n");
        await Client.DeleteObjectAsync("uploads", "path/å 1.csv");
        await Client.DeleteObjectAsync("uploads", "path/å 1.csv");
        await Client.PutObjectAsync(new() { BucketName = "quiet", Key = "a", ContentBody = "x" });

        var events = _host.ReceiveEvents().Select(body => JsonNode.Parse(body)!).ToList();
        events.Select(e => e["detail-type"]!.GetValue<string>()).ShouldBe(["Object Created", "Object Deleted"]);
        events[0]["resources"]![0]!.GetValue<string>().ShouldBe("arn:aws:s3:::uploads");
        var detail = events[0]["detail"]!;
        var sequencer = detail["object"]!["sequencer"]!.GetValue<string>();
        var requestId = detail["request-id"]!.GetValue<string>();
        JsonNode.DeepEquals(detail, JsonNode.Parse($$"""
            {"version":"0","bucket":{"name":"uploads"},
             "object":{"key":"path/å 1.csv","size":6,"etag":"b1946ac92492d2347c6235b4d2611184","sequencer":"{{sequencer}}"},
             "request-id":"{{requestId}}","requester":"111122223333","source-ip-address":"127.0.0.1","reason":"PutObject"}
            """)).ShouldBeTrue(detail.ToJsonString());
        events[1]["detail"]!["deletion-type"]!.GetValue<string>().ShouldBe("Permanently Deleted");
        string.CompareOrdinal(events[1]["detail"]!["object"]!["sequencer"]!.GetValue<string>(), sequencer).ShouldBePositive();
    }

    private static async Task<AmazonS3Exception> FailAsync(Func<Task> call) => await Should.ThrowAsync<AmazonS3Exception>(call);

    private static async Task<string> TextAsync(GetObjectResponse response)
    {
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    private IEnumerable<string> Reasons() =>
        _host.ReceiveEvents().Select(body => JsonNode.Parse(body)!["detail"]!["reason"]!.GetValue<string>());

    private Task<PutObjectResponse> PutAsync(string key, string content) =>
        Client.PutObjectAsync(new() { BucketName = "uploads", Key = key, ContentBody = content });

    private async Task<string> UploadPartAsync(string uploadId, int number, string content) => (await Client.UploadPartAsync(new()
    {
        BucketName = "uploads",
        Key = "a",
        UploadId = uploadId,
        PartNumber = number,
        InputStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)),
    })).ETag;

    private Task<CompleteMultipartUploadResponse> CompleteAsync(string uploadId, params (int Number, string ETag)[] parts) =>
        Client.CompleteMultipartUploadAsync(new()
        {
            BucketName = "uploads",
            Key = "a",
            UploadId = uploadId,
            PartETags = [.. parts.Select(part => new PartETag(part.Number, part.ETag))],
        });
}
