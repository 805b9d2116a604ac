using SensorWatch.Contracts.Json;

namespace SensorWatch.Contracts;

/// <summary>A file of readings was read to its end; the rows that were right are on the bus as <see cref="ReadingsRecorded"/>.</summary>
public sealed record UploadImported : IEvent<UploadImported>
{
    public static EventContract<UploadImported> Contract { get; } =
        new("sensorwatch.uploads", nameof(UploadImported), version: 1, ContractsJson.Default.BusEventUploadImported);

    public static UploadImported Example { get; } = new()
    {
        Bucket = "uploads",
        Key = "seattle-hourly.csv",
        ETag = "9a0364b9e99bb480dd25e1f0284c8555",
        Rows = 8759,
        Readings = 26277,
        RejectedRows = 0,
    };

    public required string Bucket { get; init; }

    public required string Key { get; init; }

    /// <summary>S3's hash of the content; the same file again has the same.</summary>
    public required string ETag { get; init; }

    /// <summary>Rows of data, the header apart.</summary>
    public required long Rows { get; init; }

    /// <summary>Readings that were published.</summary>
    public required long Readings { get; init; }

    /// <summary>Rows that were left out; each is listed with its line number in the object <see cref="RejectsKey"/>.</summary>
    public required long RejectedRows { get; init; }

    /// <summary>Key of the object that lists the rejected rows; null when there are none.</summary>
    public string? RejectsKey { get; init; }
}
