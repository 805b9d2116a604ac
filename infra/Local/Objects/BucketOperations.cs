using System.Globalization;
using System.Xml.Linq;
using SensorWatch.Local.Endpoint;
using static SensorWatch.Local.Objects.S3Response;

namespace SensorWatch.Local.Objects;

/// <summary>S3's operations on buckets, and on many objects at once.</summary>
internal sealed class BucketOperations(ObjectService objects, CallGate gate)
{
    private const int MaximumKeys = 1_000;

    public Task ListBucketsAsync(S3Request request) => WriteAsync(request.Http, Element(
        "ListAllMyBucketsResult",
        Element("Owner", Element("ID", request.Caller.Requester)),
        Element("Buckets", objects.Buckets.Select(bucket => Element(
            "Bucket",
            Element("Name", bucket.Name),
            Element("CreationDate", Time(DateTimeOffset.UnixEpoch)),
            Element("BucketRegion", objects.Deployment.Region),
            Element("BucketArn", bucket.Arn))))));

    public Task HeadBucketAsync(S3Request request)
    {
        request.Http.Response.Headers["x-amz-bucket-region"] = objects.Deployment.Region;
        return Task.CompletedTask;
    }

    /// <summary>us-east-1 is told as nothing. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html</summary>
    public Task GetBucketLocationAsync(S3Request request) => WriteAsync(request.Http, Element(
        "LocationConstraint", objects.Deployment.Region is "us-east-1" ? null : objects.Deployment.Region));

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html</summary>
    public Task ListObjectsV2Async(S3Request request)
    {
        var list = ObjectList.Of(request, MaximumKeys);
        var page = list.Read((after, limit) => objects.After(request.Bucket!, after, limit));
        var encode = request.Query("encoding-type") switch
        {
            null => text => text,
            "url" => (Func<string, string>)(text => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal)),
            _ => throw S3Exception.InvalidArgument("Invalid Encoding Method specified in Request"),
        };
        return WriteAsync(request.Http, Element(
            "ListBucketResult",
            Element("Name", request.Bucket),
            Element("Prefix", encode(list.Prefix)),
            list.Delimiter.Length == 0 ? null : Element("Delimiter", encode(list.Delimiter)),
            Element("MaxKeys", list.Maximum),
            request.Query("encoding-type") is { } encoding ? Element("EncodingType", encoding) : null,
            Element("KeyCount", page.Objects.Count + page.CommonPrefixes.Count),
            Element("IsTruncated", page.NextToken is not null),
            request.Query("continuation-token") is { } token ? Element("ContinuationToken", token) : null,
            page.NextToken is { } next ? Element("NextContinuationToken", next) : null,
            request.Query("start-after") is { } startAfter ? Element("StartAfter", encode(startAfter)) : null,
            page.Objects.Select(stored => Element(
                "Contents",
                Element("Key", encode(stored.Key)),
                Element("LastModified", Time(stored.LastModified)),
                Element("ETag", Quoted(stored.ETag)),
                stored.Checksum is { } checksum ? Element("ChecksumAlgorithm", checksum.Algorithm.ToUpperInvariant()) : null,
                Element("Size", stored.Size.ToString(CultureInfo.InvariantCulture)),
                request.Query("fetch-owner") == "true" ? Element("Owner", Element("ID", request.Caller.Requester)) : null,
                Element("StorageClass", "STANDARD"))),
            page.CommonPrefixes.Select(prefix => Element("CommonPrefixes", Element("Prefix", encode(prefix))))));
    }

    /// <summary>https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html</summary>
    public async Task DeleteObjectsAsync(S3Request request)
    {
        var body = await S3Xml.ReadAsync(request, "Delete");
        var keys = body.Children("Object").Select(entry => entry.Text("Key")).ToList();
        if (keys.Count is 0 or > MaximumKeys)
        {
            throw S3Exception.MalformedXml();
        }

        var isQuiet = body.Children("Quiet").FirstOrDefault()?.Value == "true";
        List<(string Key, AwsException? Error)> results = [.. keys.Select(key => (key, Delete(request, key)))];
        await WriteAsync(request.Http, Element("DeleteResult", results.Where(result => !isQuiet || result.Error is not null).Select(Result)));
    }

    private static XElement Result((string Key, AwsException? Error) result) => result.Error is { } error
        ? Element("Error", Element("Key", result.Key), Element("Code", error.Code), Element("Message", error.Message))
        : Element("Deleted", Element("Key", result.Key));

    /// <summary>Deletes an object; gives the error when the caller may not.</summary>
    private AwsException? Delete(S3Request request, string key)
    {
        try
        {
            gate.Authorize(request.Call("DeleteObject", key));
        }
        catch (AwsException refused)
        {
            return refused;
        }

        objects.Delete(request.Bucket!, key, request.Caller);
        return null;
    }
}
