using System.Globalization;
using System.Security.Cryptography;

namespace SensorWatch.Local.Objects;

/// <summary>Takes in the body of a request that brings content, and checks it against what its sender says of it.</summary>
internal static class RequestContent
{
    /// <summary>5 GiB in one call. https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html</summary>
    private const long MaximumBytes = 5L * 1024 * 1024 * 1024;

    private const string ChecksumPrefix = "x-amz-checksum-";

    /// <returns>The content, which the caller must put or discard, and its checksum if the sender gave one.</returns>
    /// <exception cref="S3Exception">The content isn't what its sender says.</exception>
    public static async Task<(WrittenContent Content, Checksum? Checksum)> WriteAsync(S3Request request, ObjectService objects)
    {
        var isChunked = request.Header("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) == true;
        var decodedLength = long.TryParse(request.Header("x-amz-decoded-content-length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : (long?)null;
        if ((isChunked ? decodedLength : request.Request.ContentLength) is not { } size)
        {
            throw new S3Exception("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
        }

        if (size > MaximumBytes)
        {
            throw new S3Exception("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400);
        }

        var algorithm = Algorithm(request);
        using var hash = algorithm is null ? null : ContentHash.Create(algorithm) ?? throw S3Exception.InvalidRequest($"Checksum algorithm {algorithm} is not known.");
        await using var chunked = isChunked ? new AwsChunkedStream(request.Request.Body, decodedLength) : null;
        var content = await objects.WriteAsync(chunked ?? request.Request.Body, hash, request.Aborted);
        try
        {
            CheckMd5(request, content);
            return (content, CheckChecksum(request, chunked, algorithm, hash));
        }
        catch
        {
            objects.Discard(content);
            throw;
        }
    }

    /// <summary>The algorithm of the checksum that comes in a header or will come in a trailer; null for none.</summary>
    private static string? Algorithm(S3Request request)
    {
        var names = request.Request.Headers.Keys.Concat(request.Header("x-amz-trailer")?.Split(',', StringSplitOptions.TrimEntries) ?? []);
        return names
            .Where(name => name.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase))
            .Select(name => name[ChecksumPrefix.Length..].ToLowerInvariant())
            .FirstOrDefault(name => name is not ("algorithm" or "type" or "mode"));
    }

    private static void CheckMd5(S3Request request, WrittenContent content)
    {
        if (request.Header("Content-MD5") is not { } expected)
        {
            return;
        }

        Span<byte> md5 = stackalloc byte[MD5.HashSizeInBytes];
        if (!Convert.TryFromBase64String(expected, md5, out var length) || length != md5.Length)
        {
            throw new S3Exception("InvalidDigest", "The Content-MD5 you specified was invalid.", 400);
        }

        if (!md5.SequenceEqual(content.Md5))
        {
            throw S3Exception.BadDigest("Content-MD5");
        }
    }

    private static Checksum? CheckChecksum(S3Request request, AwsChunkedStream? chunked, string? algorithm, ContentHash? hash)
    {
        if (algorithm is null || hash is null)
        {
            return null;
        }

        var checksum = new Checksum(algorithm, hash.Finish());
        var expected = request.Header(checksum.HeaderName) ?? chunked?.Trailers.GetValueOrDefault(checksum.HeaderName);
        return expected == checksum.Value ? checksum : throw S3Exception.BadDigest(algorithm.ToUpperInvariant());
    }
}
