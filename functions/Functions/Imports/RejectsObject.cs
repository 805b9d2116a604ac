using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.S3;
using Amazon.S3.Model;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// Writes the list of an upload's rejected rows beside it: JSON, a row a line. A short list is one PutObject; a long one is
/// sent in parts as it grows, so that any file can be wrong in every row:
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
/// </summary>
internal sealed class RejectsObject(IAmazonS3 s3, Upload upload) : IAsyncDisposable
{
    /// <summary>In one piece or in parts; parts need no right of their own, but giving them up does.</summary>
    public static Need ToWrite { get; } = Need.OfEvents("s3:PutObject", "s3:AbortMultipartUpload");

    /// <summary>Size of a part, in bytes: the least that S3 takes.</summary>
    public const int PartSize = 5 * 1024 * 1024;

    /// <summary>Metadata that says which content the list is about, since the upload may be replaced.</summary>
    public const string ETagMetadata = "upload-etag";

    private const string ContentType = "application/jsonl";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<PartETag> _parts = [];
    private MemoryStream _buffer = new();
    private string? _multipartId;

    /// <summary>Rows so far.</summary>
    public long Count { get; private set; }

    public async Task AddAsync(RejectedRow row, CancellationToken cancellationToken)
    {
        Count++;
        using (var writer = new Utf8JsonWriter(_buffer, Options))
        {
            JsonSerializer.Serialize(writer, row, RejectsJson.Default.RejectedRow);
        }

        _buffer.WriteByte((byte)'\n');
        if (_buffer.Length >= PartSize)
        {
            await SendPartAsync(cancellationToken);
        }
    }

    /// <summary>Finishes the list.</summary>
    /// <returns>Its key; null when no row was rejected, and then there is no object.</returns>
    public async Task<string?> CompleteAsync(CancellationToken cancellationToken)
    {
        if (Count == 0)
        {
            return null;
        }

        if (_multipartId is null)
        {
            await PutAsync(cancellationToken);
            return upload.RejectsKey;
        }

        if (_buffer.Length > 0)
        {
            await SendPartAsync(cancellationToken);
        }

        await s3.CompleteMultipartUploadAsync(
            new() { BucketName = upload.Bucket, Key = upload.RejectsKey, UploadId = _multipartId, PartETags = _parts }, cancellationToken);
        _multipartId = null;
        return upload.RejectsKey;
    }

    /// <summary>Gives up a list that was begun and not completed: S3 charges for its parts otherwise.</summary>
    public async ValueTask DisposeAsync()
    {
        await _buffer.DisposeAsync();
        if (_multipartId is not { } id)
        {
            return;
        }

        _multipartId = null;
        try
        {
            await s3.AbortMultipartUploadAsync(new() { BucketName = upload.Bucket, Key = upload.RejectsKey, UploadId = id }, CancellationToken.None);
        }
        catch (AmazonS3Exception)
        {
            // The failure that led here matters more; the bucket's lifecycle rule removes what stays.
            return;
        }
    }

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        _buffer.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = upload.Bucket,
            Key = upload.RejectsKey,
            InputStream = _buffer,
            AutoCloseStream = false,
            ContentType = ContentType,
        };
        request.Metadata[ETagMetadata] = upload.ETag;
        await s3.PutObjectAsync(request, cancellationToken);
    }

    private async Task SendPartAsync(CancellationToken cancellationToken)
    {
        _multipartId ??= await BeginAsync(cancellationToken);
        _buffer.Position = 0;
        var number = _parts.Count + 1;
        var response = await s3.UploadPartAsync(
            new()
            {
                BucketName = upload.Bucket,
                Key = upload.RejectsKey,
                UploadId = _multipartId,
                PartNumber = number,
                PartSize = _buffer.Length,
                InputStream = _buffer,
            },
            cancellationToken);
        _parts.Add(new(number, response.ETag));

        // A new one, since the client closes what it has sent.
        await _buffer.DisposeAsync();
        _buffer = new();
    }

    private async Task<string> BeginAsync(CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest { BucketName = upload.Bucket, Key = upload.RejectsKey, ContentType = ContentType };
        request.Metadata[ETagMetadata] = upload.ETag;
        return (await s3.InitiateMultipartUploadAsync(request, cancellationToken)).UploadId;
    }
}

/// <summary>JSON of the list.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RejectedRow))]
internal sealed partial class RejectsJson : JsonSerializerContext;
