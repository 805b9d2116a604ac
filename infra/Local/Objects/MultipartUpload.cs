using System.Security.Cryptography;

namespace SensorWatch.Local.Objects;

/// <summary>The rules by which parts become an object. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html</summary>
internal static class MultipartUpload
{
    /// <summary>10,000 parts at most: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html</summary>
    public const int MaximumParts = 10_000;

    /// <summary>Every part but the last has at least 5 MiB.</summary>
    private const long MinimumPartBytes = 5 * 1024 * 1024;

    /// <summary>The uploaded parts that a caller lists.</summary>
    /// <exception cref="S3Exception">One isn't there, is too small, or is out of order.</exception>
    public static IReadOnlyList<UploadedPart> Choose(IReadOnlyList<UploadedPart> uploaded, IReadOnlyList<(int Number, string ETag)> listed)
    {
        if (listed.Count == 0)
        {
            throw S3Exception.MalformedXml();
        }

        if (listed.Zip(listed.Skip(1)).Any(pair => pair.First.Number >= pair.Second.Number))
        {
            throw S3Exception.InvalidPartOrder();
        }

        var byNumber = uploaded.ToDictionary(part => part.Number);
        var parts = listed
            .Select(part => byNumber.GetValueOrDefault(part.Number) is { } found && found.ETag == part.ETag ? found : throw S3Exception.InvalidPart())
            .ToList();
        return parts.SkipLast(1).Any(part => part.Size < MinimumPartBytes) ? throw S3Exception.EntityTooSmall() : parts;
    }

    /// <summary>The MD5 of the parts' MD5s, and their number.</summary>
    public static string ETag(IReadOnlyList<UploadedPart> parts)
    {
#pragma warning disable CA5351 // An ETag is made of MD5s by S3's definition; it protects nothing.
        var hash = MD5.HashData([.. parts.SelectMany(part => Convert.FromHexString(part.ETag))]);
#pragma warning restore CA5351
        return $"{Convert.ToHexStringLower(hash)}-{parts.Count}";
    }
}
