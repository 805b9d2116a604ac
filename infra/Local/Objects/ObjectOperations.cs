using System.Text;
using Microsoft.AspNetCore.Http;
using static SensorWatch.Local.Objects.S3Response;

namespace SensorWatch.Local.Objects;

/// <summary>S3's operations on one object. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html</summary>
internal sealed class ObjectOperations(ObjectService objects)
{
    private const int MaximumKeyBytes = 1_024;

    public async Task PutObjectAsync(S3Request request)
    {
        CheckKey(request);
        var conditions = Preconditions.Of(request);
        var headers = ObjectHeaders.Of(request);
        var (content, checksum) = await RequestContent.WriteAsync(request, objects);
        StoredObject stored;
        try
        {
            stored = objects.Put(
                new(request.Bucket!, request.Key!, headers, checksum, "PutObject"),
                content,
                existing => conditions.CheckWrite(request.Key!, existing),
                request.Caller);
        }
        catch
        {
            objects.Discard(content);
            throw;
        }

        request.Http.Response.Headers.ETag = Quoted(stored.ETag);
        WriteChecksum(request, checksum);
    }

    public async Task GetObjectAsync(S3Request request)
    {
        using var reading = objects.Read(request.Bucket!, request.Key!);
        var range = BeginAnswer(request, reading.Object);
        await reading.CopyToAsync(
            request.Http.Response.Body, range?.Start ?? 0, range?.Length ?? reading.Object.Size, request.Aborted);
    }

    public Task HeadObjectAsync(S3Request request)
    {
        BeginAnswer(request, objects.Get(request.Bucket!, request.Key!));
        return Task.CompletedTask;
    }

    public Task DeleteObjectAsync(S3Request request)
    {
        objects.Delete(request.Bucket!, request.Key!, request.Caller);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html</summary>
    public async Task CopyObjectAsync(S3Request request)
    {
        CheckKey(request);
        var copySource = CopySource.Of(request);
        using var reading = copySource.Open(objects, request);
        var source = reading.Object;
        var replacesHeaders = request.Header("x-amz-metadata-directive")?.ToUpperInvariant() switch
        {
            null or "COPY" => false,
            "REPLACE" => true,
            var unknown => throw S3Exception.InvalidArgument($"Unknown metadata directive: {unknown}."),
        };
        if (!replacesHeaders && copySource == new CopySource(request.Bucket!, request.Key!))
        {
            throw S3Exception.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        var content = await CopySource.CopyAsync(reading, new(0, source.Size), objects, request.Aborted);
        StoredObject stored;
        try
        {
            stored = objects.Put(
                new(request.Bucket!, request.Key!, replacesHeaders ? ObjectHeaders.Of(request) : source.Headers, source.Checksum, "CopyObject"),
                content,
                existing => Preconditions.Of(request).CheckWrite(request.Key!, existing),
                request.Caller);
        }
        catch
        {
            objects.Discard(content);
            throw;
        }

        await WriteAsync(request.Http, Element(
            "CopyObjectResult", Element("ETag", Quoted(stored.ETag)), Element("LastModified", Time(stored.LastModified))));
    }

    /// <exception cref="S3Exception">The key is too long.</exception>
    public static void CheckKey(S3Request request)
    {
        if (Encoding.UTF8.GetByteCount(request.Key!) > MaximumKeyBytes)
        {
            throw new S3Exception("KeyTooLongError", "Your key is too long", 400);
        }
    }

    public static void WriteChecksum(S3Request request, Checksum? checksum)
    {
        if (checksum is not null)
        {
            request.Http.Response.Headers[checksum.HeaderName] = checksum.Value;
            request.Http.Response.Headers["x-amz-checksum-type"] = "FULL_OBJECT";
        }
    }

    /// <summary>Writes the head of an answer about an object.</summary>
    /// <returns>What of it is asked for; null for all.</returns>
    private static ByteRange? BeginAnswer(S3Request request, StoredObject stored)
    {
        Preconditions.Of(request).CheckRead(stored);
        var range = ByteRange.Parse(request.Header("Range"), stored.Size);
        var response = request.Http.Response;
        ObjectHeaders.Write(request, stored);
        response.ContentLength = range?.Length ?? stored.Size;
        if (range is { } part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {part.Start}-{part.Start + part.Length - 1}/{stored.Size}";
        }
        else if (request.Header("x-amz-checksum-mode") == "ENABLED")
        {
            WriteChecksum(request, stored.Checksum);
        }

        return range;
    }
}
