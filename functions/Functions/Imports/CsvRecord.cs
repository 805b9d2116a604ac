namespace SensorWatch.Functions.Imports;

/// <summary>A record of a CSV file: one line, or several when a quoted field holds line breaks.</summary>
/// <param name="LineNumber">Its first line, from 1.</param>
/// <param name="Fields">The fields' contents, without quotes; empty for a damaged record.</param>
/// <param name="Damage">What keeps it from being read; null when all is well.</param>
internal sealed record CsvRecord(long LineNumber, IReadOnlyList<string> Fields, string? Damage)
{
    /// <summary>An empty line.</summary>
    public bool IsBlank => Damage is null && Fields.Count == 1 && string.IsNullOrWhiteSpace(Fields[0]);
}
