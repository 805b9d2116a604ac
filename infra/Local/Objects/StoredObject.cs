namespace SensorWatch.Local.Objects;

/// <summary>An object without its content.</summary>
public sealed record StoredObject
{
    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Without quotes: the MD5 in hexadecimal, or <c>MD5-PARTS</c> after a multipart upload.</summary>
    public required string ETag { get; init; }

    /// <summary>Whole seconds.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The headers that come back with it: content type and the like, and the user's metadata.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The checksum that its sender gave, which was right; null without one, and after a multipart upload.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>Where its content lies.</summary>
    public required long Content { get; init; }

    /// <summary>Rises with each change of a key.</summary>
    public required long Sequencer { get; init; }
}

/// <summary>A checksum of content.</summary>
/// <param name="Algorithm">As in the header's name: <c>crc32</c>, <c>crc64nvme</c>, <c>sha256</c>…</param>
/// <param name="Value">Base64.</param>
public sealed record Checksum(string Algorithm, string Value)
{
    public string HeaderName => $"x-amz-checksum-{Algorithm}";
}
