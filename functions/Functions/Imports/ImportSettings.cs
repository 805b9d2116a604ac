using SensorWatch.Contracts;

namespace SensorWatch.Functions.Imports;

/// <summary>Which sensor a column's values are of.</summary>
/// <param name="Column">The column's name in the header.</param>
/// <param name="SensorId">The sensor.</param>
/// <param name="Unit">The values' unit, as a UCUM code; null for the one that the sensor is registered with.</param>
internal sealed record ColumnMapping(string Column, string SensorId, string? Unit);

/// <summary>How a file is to be read, by the object's user metadata (<c>x-amz-meta-…</c>). Each setting may be missing.</summary>
internal sealed record ImportSettings
{
    /// <summary>Name of the column that holds the times. Without it, the first of <c>time</c>, <c>timestamp</c>, <c>date</c>.</summary>
    public const string TimeColumnKey = "time-column";

    /// <summary>
    /// The zone of times without an offset: an IANA id, <c>America/Los_Angeles</c>, or an offset, <c>-08:00</c>. Without it, each
    /// sensor's own.
    /// </summary>
    public const string TimeZoneKey = "timezone";

    /// <summary>
    /// <c>column=sensorId:unit</c>, with commas between them; <c>:unit</c> may be missing. Without it, every other column's name
    /// is a sensor's id.
    /// </summary>
    public const string ColumnsKey = "columns";

    /// <summary><c>reject</c>: a row with an empty cell is wrong, the default; <c>skip</c>: the sensor took no reading then.</summary>
    public const string EmptyCellsKey = "empty-cells";

    public string? TimeColumn { get; init; }

    public LocalZone? TimeZone { get; init; }

    public IReadOnlyList<ColumnMapping>? Columns { get; init; }

    public bool SkipEmptyCells { get; init; }

    /// <summary>Reads the settings.</summary>
    /// <param name="metadata">The object's user metadata; keys in lower case, without <c>x-amz-meta-</c>.</param>
    /// <exception cref="UploadRejectedException">A setting makes no sense.</exception>
    public static ImportSettings Read(IReadOnlyDictionary<string, string> metadata) => new()
    {
        TimeColumn = Setting(metadata, TimeColumnKey),
        TimeZone = Setting(metadata, TimeZoneKey) is { } zone ? ReadZone(zone) : null,
        Columns = Setting(metadata, ColumnsKey) is { } columns ? ReadColumns(columns) : null,
        SkipEmptyCells = Setting(metadata, EmptyCellsKey) switch
        {
            null or "reject" => false,
            "skip" => true,
            var other => throw new UploadRejectedException($"Metadata {EmptyCellsKey}: expected 'reject' or 'skip'; got '{other}'."),
        },
    };

    private static string? Setting(IReadOnlyDictionary<string, string> metadata, string key) =>
        metadata.GetValueOrDefault(key)?.Trim() is { Length: > 0 } value ? value : null;

    private static LocalZone ReadZone(string text) => LocalZone.Parse(text) ?? throw new UploadRejectedException(
        $"Metadata {TimeZoneKey}: expected an IANA time zone such as America/Los_Angeles, or an offset such as -08:00; got '{text}'.");

    private static List<ColumnMapping> ReadColumns(string text)
    {
        var mappings = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ReadColumn).ToList();
        return mappings.Count > 0 ? mappings : throw new UploadRejectedException($"Metadata {ColumnsKey}: expected column=sensorId:unit; got '{text}'.");
    }

    private static ColumnMapping ReadColumn(string text)
    {
        // A column's name may hold anything but a comma; a sensor's id holds neither '=' nor ':'.
        var equals = text.LastIndexOf('=');
        var colon = text.IndexOf(':', equals + 1);
        var sensorId = text[(equals + 1)..(colon < 0 ? text.Length : colon)].Trim();
        var unit = colon < 0 ? null : text[(colon + 1)..].Trim();
        if (equals <= 0)
        {
            throw new UploadRejectedException($"Metadata {ColumnsKey}: expected column=sensorId:unit; got '{text}'.");
        }

        if ((ReadingRules.CheckSensorId(sensorId) ?? (unit is null ? null : ReadingRules.CheckUnit(unit))) is { } error)
        {
            throw new UploadRejectedException($"Metadata {ColumnsKey}: in '{text}': {error}.");
        }

        return new(text[..equals].Trim(), sensorId, unit);
    }
}
