namespace SensorWatch.Functions.Imports;

/// <summary>A file that was put into the uploads bucket.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Key">The object's key.</param>
/// <param name="ETag">Hash of its content.</param>
/// <param name="VersionId">Its version; null in a bucket without versions.</param>
/// <param name="Time">When it was put, UTC.</param>
public sealed record Upload(string Bucket, string Key, string ETag, string? VersionId, DateTimeOffset Time)
{
    /// <summary>
    /// How the keys of rejects objects end. They lie beside the uploads, so the rule must leave them out, and the import
    /// does it again.
    /// </summary>
    public const string RejectsSuffix = ".rejects.jsonl";

    /// <summary>Key of the object that lists the rows that were left out.</summary>
    public string RejectsKey => Key + RejectsSuffix;

    /// <summary>Whether it is such a list itself.</summary>
    public bool IsRejects => Key.EndsWith(RejectsSuffix, StringComparison.Ordinal);
}
