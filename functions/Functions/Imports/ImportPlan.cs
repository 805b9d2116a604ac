namespace SensorWatch.Functions.Imports;

/// <summary>A column of readings.</summary>
/// <param name="Index">Its place in a record.</param>
/// <param name="Name">Its name in the header.</param>
/// <param name="SensorId">The sensor that took them.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Zone">The zone of times without an offset; null when nobody knows it.</param>
internal sealed record ImportColumn(int Index, string Name, string SensorId, string Unit, LocalZone? Zone);

/// <summary>How the records of one file become readings.</summary>
/// <param name="FieldCount">Fields of each record: as many as the header has.</param>
/// <param name="TimeIndex">Place of the times.</param>
/// <param name="TimeName">Name of the column of times.</param>
/// <param name="Columns">The columns of readings, in the order of the file.</param>
/// <param name="SkipEmptyCells">An empty cell is no reading, rather than an error.</param>
internal sealed record ImportPlan(
    int FieldCount, int TimeIndex, string TimeName, IReadOnlyList<ImportColumn> Columns, bool SkipEmptyCells)
{
    /// <summary>Most sensors of a file: each has a batch of readings in memory.</summary>
    public const int MaximumSensors = 100;
}
