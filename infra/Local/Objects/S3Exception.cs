namespace SensorWatch.Local.Objects;

/// <summary>An error of S3. Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList</summary>
/// <param name="code">Such as <c>NoSuchKey</c>.</param>
/// <param name="message">Words for a person.</param>
/// <param name="statusCode">HTTP's.</param>
public sealed class S3Exception(string code, string message, int statusCode) : Exception(message)
{
    internal const string NoSuchKeyCode = "NoSuchKey";

    public string Code { get; } = code;

    public int StatusCode { get; } = statusCode;

    /// <summary>More elements of the error, such as the key.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    internal static S3Exception NoSuchBucket(string bucket) => new("NoSuchBucket", "The specified bucket does not exist", 404)
    {
        Details = [("BucketName", bucket)],
    };

    internal static S3Exception NoSuchKey(string key) => new(NoSuchKeyCode, "The specified key does not exist.", 404) { Details = [("Key", key)] };

    internal static S3Exception NoSuchUpload(string uploadId) => new(
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
        404)
    {
        Details = [("UploadId", uploadId)],
    };

    internal static S3Exception InvalidArgument(string message) => new("InvalidArgument", message, 400);

    internal static S3Exception InvalidRequest(string message) => new("InvalidRequest", message, 400);

    internal static S3Exception MalformedXml() => new(
        "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", 400);

    internal static S3Exception BadDigest(string what) => new("BadDigest", $"The {what} you specified did not match the calculated checksum.", 400);

    internal static S3Exception IncompleteBody() => new(
        "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header", 400);

    internal static S3Exception PreconditionFailed(string condition) => new(
        "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", 412)
    {
        Details = [("Condition", condition)],
    };

    internal static S3Exception InvalidRange(string range, long size) => new("InvalidRange", "The requested range is not satisfiable", 416)
    {
        Details = [("RangeRequested", range), ("ActualObjectSize", $"{size}")],
    };

    internal static S3Exception InvalidPart() => new(
        "InvalidPart",
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400);

    internal static S3Exception InvalidPartOrder() => new(
        "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", 400);

    internal static S3Exception EntityTooSmall() => new(
        "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400);

    internal static S3Exception NotServed(string what, IReadOnlyList<string>? served = null) => new(
        "NotImplemented",
        $"The local run does not serve {what} in S3.{(served is null ? "" : $" It serves: {string.Join(", ", served)}.")}",
        501);
}
