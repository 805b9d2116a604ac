using System.Globalization;
using System.IO.Pipelines;

namespace SensorWatch.Local.Objects;

/// <summary>
/// The object that <c>x-amz-copy-source</c> names, or the part of it that <c>x-amz-copy-source-range</c> does.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
/// </summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key.</param>
internal sealed record CopySource(string Bucket, string Key)
{
    private const string RangeHeader = "x-amz-copy-source-range";

    /// <exception cref="S3Exception">The header names no object.</exception>
    public static CopySource Of(S3Request request)
    {
        var source = Uri.UnescapeDataString(request.Header("x-amz-copy-source")!.Split('?')[0]).TrimStart('/');
        var slash = source.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < source.Length - 1
            ? new(source[..slash], source[(slash + 1)..])
            : throw S3Exception.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }

    /// <summary>Opens the object, if the request's conditions on it hold.</summary>
    /// <exception cref="S3Exception">They don't, or there is no such object.</exception>
    public ObjectReading Open(ObjectService objects, S3Request request)
    {
        var reading = objects.Read(Bucket, Key);
        try
        {
            Preconditions.Of(request, "x-amz-copy-source-").CheckCopySource(reading.Object);
            return reading;
        }
        catch
        {
            reading.Dispose();
            throw;
        }
    }

    /// <summary>What of an object is copied: all of it without the header, which has another form than <c>Range</c> and may not reach beyond the end.</summary>
    /// <exception cref="S3Exception">The header has another form, or reaches beyond the end.</exception>
    public static ByteRange Range(S3Request request, StoredObject source)
    {
        const string Unit = "bytes=";
        if (request.Header(RangeHeader) is not { } header)
        {
            return new(0, source.Size);
        }

        if (!header.StartsWith(Unit, StringComparison.Ordinal)
            || header[Unit.Length..].Split('-') is not [var first, var last]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            || from > to)
        {
            throw S3Exception.InvalidArgument(
                $"The {RangeHeader} value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");
        }

        return to < source.Size
            ? new(from, to - from + 1)
            : throw S3Exception.InvalidArgument($"Range specified is not valid for source object of size: {source.Size}");
    }

    /// <summary>Copies a part of an object's content, for an object or a part to come.</summary>
    public static async Task<WrittenContent> CopyAsync(ObjectReading reading, ByteRange range, ObjectService objects, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        var writing = objects.WriteAsync(pipe.Reader.AsStream(), hash: null, cancellationToken);
        Exception? failure = null;
        try
        {
            await reading.CopyToAsync(pipe.Writer.AsStream(leaveOpen: true), range.Start, range.Length, cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = exception;
        }

        // A failure reaches whoever reads the other end.
        await pipe.Writer.CompleteAsync(failure);
        return await writing;
    }
}
