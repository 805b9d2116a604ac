using Amazon.S3;
using Amazon.S3.Model;

namespace SensorWatch.Local.Tests.Objects;

/// <summary>Parts that are copied, and what other SDKs than .NET's send.</summary>
public sealed class CopyPartTests : IAsyncLifetime
{
    private ObjectHost _host = null!;

    private AmazonS3Client Client => _host.Client;

    public async Task InitializeAsync() => _host = await ObjectHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_part_can_be_copied_of_a_range_of_an_object()
    {
        await PutAsync("source", "0123456789");
        var upload = (await Client.InitiateMultipartUploadAsync("uploads", "a")).UploadId;

        var copied = await Client.CopyPartAsync(CopyPart(upload, 2, 4));
        await Client.CompleteMultipartUploadAsync(new()
        {
            BucketName = "uploads",
            Key = "a",
            UploadId = upload,
            PartETags = [new(1, copied.ETag)],
        });

        using var got = await Client.GetObjectAsync("uploads", "a");
        using var reader = new StreamReader(got.ResponseStream);
        (await reader.ReadToEndAsync()).ShouldBe("234");
    }

    [Theory]
    [InlineData(5, 10, "Range specified is not valid for source object of size: 10")]
    [InlineData(5, 4, "of the form bytes=first-last")]
    public async Task A_range_to_copy_lies_within_the_object(long first, long last, string message)
    {
        await PutAsync("source", "0123456789");
        var upload = (await Client.InitiateMultipartUploadAsync("uploads", "a")).UploadId;

        var error = await Should.ThrowAsync<AmazonS3Exception>(() => Client.CopyPartAsync(CopyPart(upload, first, last)));

        error.ErrorCode.ShouldBe("InvalidArgument");
        error.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_URL_presigned_with_version_2_gives_the_object()
    {
        await PutAsync("a", "hello");
        using var http = new HttpClient();

        (await http.GetStringAsync(new Uri(_host.Address, "/uploads/a?AWSAccessKeyId=test&Signature=x&Expires=2000000000"))).ShouldBe("hello");
    }

    [Theory]
    [InlineData("nonsense", "InvalidDigest")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "BadDigest")]
    public async Task An_MD5_that_is_none_and_one_of_another_content_are_told_apart(string md5, string code)
    {
        var error = await Should.ThrowAsync<AmazonS3Exception>(() => Client.PutObjectAsync(new() { BucketName = "uploads", Key = "a", ContentBody = "x", MD5Digest = md5 }));

        error.ErrorCode.ShouldBe(code);
    }

    private static CopyPartRequest CopyPart(string uploadId, long first, long last) => new()
    {
        SourceBucket = "uploads",
        SourceKey = "source",
        DestinationBucket = "uploads",
        DestinationKey = "a",
        UploadId = uploadId,
        PartNumber = 1,
        FirstByte = first,
        LastByte = last,
    };

    private Task<PutObjectResponse> PutAsync(string key, string content) =>
        Client.PutObjectAsync(new() { BucketName = "uploads", Key = key, ContentBody = content });
}
