using System.Net;
using Amazon.S3;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Objects;

public sealed class S3AccessTests
{
    private static readonly AwsException Denied = new("AccessDenied", "no", 403);

    [Fact]
    public async Task A_missing_object_is_not_told_to_whoever_may_not_list_its_bucket()
    {
        await using var blind = await StartAsync(call => call.Operation == "HeadBucket");
        await using var seeing = await StartAsync(_ => false);

        (await Should.ThrowAsync<AmazonS3Exception>(() => blind.Client.GetObjectAsync("uploads", "missing"))).ErrorCode.ShouldBe("AccessDenied");
        (await Should.ThrowAsync<AmazonS3Exception>(() => blind.Client.GetObjectMetadataAsync("uploads", "missing"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Should.ThrowAsync<AmazonS3Exception>(() => seeing.Client.GetObjectAsync("uploads", "missing"))).ErrorCode.ShouldBe("NoSuchKey");
    }

    [Fact]
    public async Task Of_many_objects_those_that_may_not_be_deleted_stay()
    {
        await using var host = await StartAsync(call => call is { Operation: "DeleteObject", Key: "b" });
        foreach (var key in new[] { "a", "b" })
        {
            await host.Client.PutObjectAsync(new() { BucketName = "uploads", Key = key, ContentBody = key });
        }

        var error = await Should.ThrowAsync<DeleteObjectsException>(
            () => host.Client.DeleteObjectsAsync(new() { BucketName = "uploads", Objects = [new() { Key = "a" }, new() { Key = "b" }] }));

        error.Response.DeletedObjects.Single().Key.ShouldBe("a");
        error.Response.DeleteErrors.Single().Code.ShouldBe("AccessDenied");
        (await host.Client.ListObjectsV2Async(new() { BucketName = "uploads" })).S3Objects.Single().Key.ShouldBe("b");
    }

    private static Task<ObjectHost> StartAsync(Func<ServiceCall, bool> refuses) => ObjectHost.StartAsync(gate: new(call =>
    {
        if (refuses(call))
        {
            throw Denied;
        }
    }));
}
