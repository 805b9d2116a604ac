using System.Globalization;

namespace SensorWatch.Local.Objects;

/// <summary>
/// Conditional requests. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
/// </summary>
/// <param name="IfMatch">ETags, or <c>*</c>.</param>
/// <param name="IfNoneMatch">ETags, or <c>*</c>.</param>
/// <param name="IfModifiedSince">Whole seconds; ignored beside <paramref name="IfNoneMatch"/>.</param>
/// <param name="IfUnmodifiedSince">Whole seconds; ignored beside <paramref name="IfMatch"/>.</param>
internal sealed record Preconditions(string? IfMatch, string? IfNoneMatch, DateTimeOffset? IfModifiedSince, DateTimeOffset? IfUnmodifiedSince)
{
    /// <param name="request">The request.</param>
    /// <param name="prefix"><c>x-amz-copy-source-</c> for the conditions on a copy's source.</param>
    public static Preconditions Of(S3Request request, string prefix = "") => new(
        request.Header($"{prefix}If-Match"),
        request.Header($"{prefix}If-None-Match"),
        ReadTime(request.Header($"{prefix}If-Modified-Since")),
        ReadTime(request.Header($"{prefix}If-Unmodified-Since")));

    /// <exception cref="S3Exception">304 if it hasn't changed, 412 if it isn't what the caller expects.</exception>
    public void CheckRead(StoredObject stored)
    {
        if (IfMatch is { } match ? !Matches(match, stored) : IfUnmodifiedSince < stored.LastModified)
        {
            throw S3Exception.PreconditionFailed(IfMatch is null ? "If-Unmodified-Since" : "If-Match");
        }

        if (IfNoneMatch is { } noneMatch ? Matches(noneMatch, stored) : IfModifiedSince >= stored.LastModified)
        {
            throw new S3Exception("NotModified", "Not Modified", 304);
        }
    }

    /// <summary>As <see cref="CheckRead"/>, but every failure is a 412.</summary>
    public void CheckCopySource(StoredObject stored)
    {
        try
        {
            CheckRead(stored);
        }
        catch (S3Exception notModified) when (notModified.StatusCode == 304)
        {
            throw S3Exception.PreconditionFailed("x-amz-copy-source-If-None-Match");
        }
    }

    /// <param name="key">The key to be written.</param>
    /// <param name="existing">What is there; null for nothing.</param>
    /// <exception cref="S3Exception">412, or 404 when an object to be matched isn't there.</exception>
    public void CheckWrite(string key, StoredObject? existing)
    {
        if (IfNoneMatch is { } noneMatch && existing is not null && Matches(noneMatch, existing))
        {
            throw S3Exception.PreconditionFailed("If-None-Match");
        }

        if (IfMatch is { } match)
        {
            if (existing is null)
            {
                throw S3Exception.NoSuchKey(key);
            }

            if (!Matches(match, existing))
            {
                throw S3Exception.PreconditionFailed("If-Match");
            }
        }
    }

    private static bool Matches(string etags, StoredObject stored) =>
        etags.Split(',', StringSplitOptions.TrimEntries).Any(etag => etag == "*" || etag.Trim('"') == stored.ETag);

    private static DateTimeOffset? ReadTime(string? header) =>
        DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
