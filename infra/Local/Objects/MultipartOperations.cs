using System.Globalization;
using Microsoft.AspNetCore.Http;
using static SensorWatch.Local.Objects.S3Response;

namespace SensorWatch.Local.Objects;

/// <summary>S3's operations on multipart uploads. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html</summary>
internal sealed class MultipartOperations(ObjectService objects)
{
    public Task CreateMultipartUploadAsync(S3Request request)
    {
        ObjectOperations.CheckKey(request);
        var uploadId = objects.CreateUpload(request.Bucket!, request.Key!, ObjectHeaders.Of(request));
        if (request.Header("x-amz-checksum-algorithm") is { } algorithm)
        {
            request.Http.Response.Headers["x-amz-checksum-algorithm"] = algorithm;
        }

        return WriteAsync(request.Http, Element(
            "InitiateMultipartUploadResult", Element("Bucket", request.Bucket), Element("Key", request.Key), Element("UploadId", uploadId)));
    }

    public async Task UploadPartAsync(S3Request request)
    {
        var number = BeginPart(request);
        var (content, checksum) = await RequestContent.WriteAsync(request, objects);
        Put(request, number, content);
        request.Http.Response.Headers.ETag = Quoted(content.ETag);
        if (checksum is not null)
        {
            request.Http.Response.Headers[checksum.HeaderName] = checksum.Value;
        }
    }

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html</summary>
    public async Task UploadPartCopyAsync(S3Request request)
    {
        var number = BeginPart(request);
        using var reading = CopySource.Of(request).Open(objects, request);
        var content = await CopySource.CopyAsync(reading, CopySource.Range(request, reading.Object), objects, request.Aborted);
        var lastModified = Put(request, number, content);
        await WriteAsync(request.Http, Element(
            "CopyPartResult", Element("ETag", Quoted(content.ETag)), Element("LastModified", Time(lastModified))));
    }

    public async Task CompleteMultipartUploadAsync(S3Request request)
    {
        var body = await S3Xml.ReadAsync(request, "CompleteMultipartUpload");
        var parts = body.Children("Part").Select(part => (part.Number("PartNumber"), part.Text("ETag").Trim('"'))).ToList();
        var conditions = Preconditions.Of(request);
        var stored = objects.Complete(
            request.Bucket!,
            request.Key!,
            request.Query("uploadId")!,
            parts,
            existing => conditions.CheckWrite(request.Key!, existing),
            request.Caller);
        await WriteAsync(request.Http, Element(
            "CompleteMultipartUploadResult",
            Element("Location", $"{request.Request.Scheme}://{request.Request.Host}/{request.Bucket}/{Uri.EscapeDataString(request.Key!)}"),
            Element("Bucket", request.Bucket),
            Element("Key", request.Key),
            Element("ETag", Quoted(stored.ETag))));
    }

    public Task AbortMultipartUploadAsync(S3Request request)
    {
        objects.Abort(request.Bucket!, request.Key!, request.Query("uploadId")!);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task ListPartsAsync(S3Request request)
    {
        var uploadId = request.Query("uploadId")!;
        var maximum = int.TryParse(request.Query("max-parts"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Min(wanted, 1_000) : 1_000;
        var marker = int.TryParse(request.Query("part-number-marker"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var rest = objects.Parts(request.Bucket!, request.Key!, uploadId).Where(part => part.Number > marker).ToList();
        var page = rest.Take(maximum).ToList();
        return WriteAsync(request.Http, Element(
            "ListPartsResult",
            Element("Bucket", request.Bucket),
            Element("Key", request.Key),
            Element("UploadId", uploadId),
            Element("PartNumberMarker", marker),
            Element("NextPartNumberMarker", page.LastOrDefault()?.Number ?? 0),
            Element("MaxParts", maximum),
            Element("IsTruncated", rest.Count > page.Count),
            page.Select(part => Element(
                "Part",
                Element("PartNumber", part.Number),
                Element("LastModified", Time(part.LastModified)),
                Element("ETag", Quoted(part.ETag)),
                Element("Size", part.Size))),
            Element("StorageClass", "STANDARD")));
    }

    /// <summary>The number of a part that is sent, of an upload that there is.</summary>
    private int BeginPart(S3Request request)
    {
        if (!int.TryParse(request.Query("partNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > MultipartUpload.MaximumParts)
        {
            throw S3Exception.InvalidArgument($"Part number must be an integer between 1 and {MultipartUpload.MaximumParts}, inclusive");
        }

        objects.Parts(request.Bucket!, request.Key!, request.Query("uploadId")!);
        return number;
    }

    private DateTimeOffset Put(S3Request request, int number, WrittenContent content)
    {
        try
        {
            return objects.PutPart(request.Bucket!, request.Key!, request.Query("uploadId")!, number, content);
        }
        catch
        {
            // The upload was completed or aborted meanwhile.
            objects.Discard(content);
            throw;
        }
    }
}
