using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>A file of readings could not be used at all: no header, unknown columns, no time zone, no row that was right.</summary>
public sealed record UploadRejected : IEvent<UploadRejected>
{
    public static EventContract<UploadRejected> Contract { get; } =
        new("sensorwatch.uploads", nameof(UploadRejected), version: 1, ContractsJson.Default.BusEventUploadRejected);

    public static UploadRejected Example { get; } = new()
    {
        Bucket = "uploads",
        Key = "notes.csv",
        ETag = "9a0364b9e99bb480dd25e1f0284c8555",
        Reason = "No column holds times: expected one named date or time; got 'name', 'remark'.",
        RejectedRows = 0,
    };

    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>S3's hash of the content; the same file again has the same.</summary>
    public required string ETag { get; init; }

    /// <summary>What was expected, and what came.</summary>
    public required string Reason { get; init; }

    /// <summary>Rows that were read and found wrong.</summary>
    public required long RejectedRows { get; init; }

    /// <summary>Key of the object that lists the rejected rows; null when there are none.</summary>
    public string? RejectsKey { get; init; }
}
