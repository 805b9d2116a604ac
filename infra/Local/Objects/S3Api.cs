using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Metering;

namespace SensorWatch.Local.Objects;

/// <summary>
/// S3's REST API over the templates' buckets. Operations are told apart by method, by whether there is a key, and by the
/// query; what isn't offered is answered 501 with its name or its query. Signatures aren't checked.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
/// </summary>
public sealed class S3Api
{
    /// <summary>The service's name in signatures.</summary>
    public const string SigningName = "s3";

    private readonly ObjectService _objects;
    private readonly CallGate _gate;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<Operation> _operations;

    public S3Api(ObjectService objects, CallGate gate, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(gate);
        (_objects, _gate, _logger) = (objects, gate, logger);
        var (one, many, multipart) = (new ObjectOperations(objects), new BucketOperations(objects, gate), new MultipartOperations(objects));
        _operations =
        [
            new("ListBuckets", "GET", Scope.Service, many.ListBucketsAsync),
            new("HeadBucket", "HEAD", Scope.Bucket, many.HeadBucketAsync),
            new("GetBucketLocation", "GET", Scope.Bucket, many.GetBucketLocationAsync) { Required = ["location"] },
            new("ListObjectsV2", "GET", Scope.Bucket, many.ListObjectsV2Async)
            {
                Required = ["list-type"],
                Optional = ["prefix", "delimiter", "max-keys", "continuation-token", "start-after", "encoding-type", "fetch-owner"],
            },
            new("DeleteObjects", "POST", Scope.Bucket, many.DeleteObjectsAsync) { Required = ["delete"] },
            new("GetObject", "GET", Scope.Object, one.GetObjectAsync) { Optional = ResponseHeaders },
            new("HeadObject", "HEAD", Scope.Object, one.HeadObjectAsync) { Optional = ResponseHeaders },
            new("CopyObject", "PUT", Scope.Object, one.CopyObjectAsync) { IsCopy = true },
            new("PutObject", "PUT", Scope.Object, one.PutObjectAsync),
            new("DeleteObject", "DELETE", Scope.Object, one.DeleteObjectAsync),
            new("CreateMultipartUpload", "POST", Scope.Object, multipart.CreateMultipartUploadAsync) { Required = ["uploads"] },
            new("UploadPart", "PUT", Scope.Object, multipart.UploadPartAsync) { Required = ["uploadId", "partNumber"] },
            new("UploadPartCopy", "PUT", Scope.Object, multipart.UploadPartCopyAsync) { Required = ["uploadId", "partNumber"], IsCopy = true },
            new("CompleteMultipartUpload", "POST", Scope.Object, multipart.CompleteMultipartUploadAsync) { Required = ["uploadId"] },
            new("AbortMultipartUpload", "DELETE", Scope.Object, multipart.AbortMultipartUploadAsync) { Required = ["uploadId"] },
            new("ListParts", "GET", Scope.Object, multipart.ListPartsAsync)
            {
                Required = ["uploadId"],
                Optional = ["max-parts", "part-number-marker"],
            },
        ];
    }

    /// <summary>Counts the requests that S3 would bill.</summary>
    internal UsageMeter Usage { get; init; } = new();

    private enum Scope
    {
        Service,
        Bucket,
        Object,
    }

    /// <summary>The operations that are served.</summary>
    public IReadOnlyList<string> Operations => [.. _operations.Select(operation => operation.Name)];

    private static string[] ResponseHeaders { get; } =
    [
        "response-content-type", "response-content-encoding", "response-content-disposition", "response-content-language",
        "response-cache-control", "response-expires",
    ];

    /// <summary>What a presigned URL of signature version 2 has, which boto3 still makes for some regions and only S3 takes.</summary>
    private static string[] PresignedV2 { get; } = ["AWSAccessKeyId", "Signature", "Expires"];

    /// <summary>A presigned URL names the service as a signature does: <c>X-Amz-Credential=KEY/20261123/eu-north-1/s3/aws4_request</c>.</summary>
    public static bool IsPresigned(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Query["X-Amz-Credential"].ToString().Split('/') is [.., SigningName, "aws4_request"]
            || Array.TrueForAll(PresignedV2, request.Query.ContainsKey);
    }

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = S3Request.Of(context, _objects.Buckets, _objects.Deployment.Account);
        context.Response.Headers["x-amz-request-id"] = request.Caller.RequestId;
        context.Response.Headers["x-amz-id-2"] = request.Caller.RequestId;
        try
        {
            var operation = Find(request);
            if (request.Bucket is { } bucket)
            {
                _objects.Bucket(bucket);
            }

            await PassAsync(request, operation.Name);
            ObjectUsage.Call(Usage, operation.Name);
            await operation.Handle(request);
        }
        catch (S3Exception error) when (error.Code == S3Exception.NoSuchKeyCode && !context.Response.HasStarted)
        {
            await AnswerAsync(request, WhyNotList(request) ?? error);
        }
        catch (S3Exception error) when (!context.Response.HasStarted)
        {
            await AnswerAsync(request, error);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException) && !context.Response.HasStarted)
        {
            _logger.LogError(exception, "{Method} {Path} of S3 failed unexpectedly.", context.Request.Method, context.Request.Path);
            await AnswerAsync(request, new("InternalError", $"The local run failed: {exception.Message}", 500));
        }
    }

    private static S3Exception Translate(AwsException error) => new(error.Code, error.Message, error.StatusCode);

    private async Task PassAsync(S3Request request, string operation)
    {
        try
        {
            await _gate.PassAsync(request.Call(operation), request.Aborted);
        }
        catch (AwsException error)
        {
            throw Translate(error);
        }
    }

    /// <summary>
    /// Whoever may not list a bucket isn't told that it lacks a key either, but this. Null when the caller may list it.
    /// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
    /// </summary>
    private S3Exception? WhyNotList(S3Request request)
    {
        try
        {
            _gate.Authorize(request.Call("HeadBucket"));
            return null;
        }
        catch (AwsException error)
        {
            return Translate(error);
        }
    }

    /// <summary>What of a body wasn't read is read, so that the caller can hear the answer.</summary>
    private static async Task AnswerAsync(S3Request request, S3Exception error)
    {
        await request.Request.Body.CopyToAsync(Stream.Null, request.Aborted);
        await S3Response.WriteErrorAsync(request.Http, error, request.Caller.RequestId);
    }

    private Operation Find(S3Request request)
    {
        var scope = request.Key is not null ? Scope.Object : request.Bucket is not null ? Scope.Bucket : Scope.Service;
        var names = request.Request.Query.Keys
            .Where(name => name != "x-id" && !PresignedV2.Contains(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            .ToHashSet();
        return _operations.FirstOrDefault(operation =>
                operation.Method == request.Request.Method
                && operation.Scope == scope
                && operation.IsCopy == (request.Header("x-amz-copy-source") is not null)
                && names.IsSupersetOf(operation.Required)
                && names.IsSubsetOf(operation.Required.Concat(operation.Optional)))
            ?? throw S3Exception.NotServed(
                $"{request.Request.Method} of a {scope.ToString().ToLowerInvariant()}{(names.Count == 0 ? "" : $" with {string.Join(", ", names)}")}",
                Operations);
    }

    /// <param name="Name">S3's.</param>
    /// <param name="Method">HTTP's.</param>
    /// <param name="Scope">What its path names.</param>
    /// <param name="Handle">Does it.</param>
    private sealed record Operation(string Name, string Method, Scope Scope, Func<S3Request, Task> Handle)
    {
        /// <summary>Query parameters by which it is known.</summary>
        public IReadOnlyList<string> Required { get; init; } = [];

        /// <summary>Query parameters that it may have.</summary>
        public IReadOnlyList<string> Optional { get; init; } = [];

        /// <summary>It has the header <c>x-amz-copy-source</c>.</summary>
        public bool IsCopy { get; init; }
    }
}
