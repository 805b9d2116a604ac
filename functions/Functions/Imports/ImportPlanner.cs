using SensorWatch.Contracts;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Imports;

/// <summary>Makes an <see cref="ImportPlan"/> of a header, the upload's settings and what is known of the sensors.</summary>
internal sealed class ImportPlanner(SensorStore sensors)
{
    private static readonly string[] UsualTimeColumns = ["time", "timestamp", "date"];

    /// <exception cref="UploadRejectedException">The file can't be used; the message says why.</exception>
    public async Task<ImportPlan> PlanAsync(CsvRecord? header, ImportSettings settings, CancellationToken cancellationToken)
    {
        var names = ReadHeader(header);
        var timeIndex = FindTimeColumn(names, settings.TimeColumn);
        var mappings = settings.Columns
            ?? [.. names.Where((_, index) => index != timeIndex).Select(name => new ColumnMapping(name, name, Unit: null))];
        CheckMappings(mappings, names, names[timeIndex]);

        var columns = new List<ImportColumn>(mappings.Count);
        foreach (var mapping in mappings)
        {
            columns.Add(await ResolveAsync(mapping, names, settings, cancellationToken));
        }

        return new(names.Count, timeIndex, names[timeIndex], [.. columns.OrderBy(column => column.Index)], settings.SkipEmptyCells);
    }

    private static List<string> ReadHeader(CsvRecord? header)
    {
        if (header is null || header.IsBlank || header.Damage is not null)
        {
            var got = header is null ? "an empty file" : header.Damage ?? "an empty line";
            throw new UploadRejectedException($"Expected a header line with the columns' names; got: {got}.");
        }

        var names = header.Fields.Select(field => field.Trim()).ToList();
        return names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new UploadRejectedException($"Expected each column's name once in the header; '{Shorten(twice.Key)}' is there {twice.Count()} times.")
            : names;
    }

    private static int FindTimeColumn(List<string> names, string? wanted)
    {
        var index = wanted is null
            ? UsualTimeColumns.Select(usual => names.FindIndex(name => name.Equals(usual, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(i => i >= 0, -1)
            : names.IndexOf(wanted);
        return index >= 0
            ? index
            : throw new UploadRejectedException(
                $"No column holds times: expected one named {wanted ?? "time, timestamp or date"}; got {Listed(names)}. "
                + $"Name it in the object's metadata {ImportSettings.TimeColumnKey}.");
    }

    private static void CheckMappings(IReadOnlyList<ColumnMapping> mappings, List<string> names, string timeColumn)
    {
        if (mappings.Count is 0 or > ImportPlan.MaximumSensors)
        {
            throw new UploadRejectedException($"Expected 1 to {ImportPlan.MaximumSensors} columns of readings; got {mappings.Count}.");
        }

        if (mappings.FirstOrDefault(mapping => mapping.Column == timeColumn || !names.Contains(mapping.Column)) is { } unknown)
        {
            throw new UploadRejectedException(
                $"Metadata {ImportSettings.ColumnsKey} names the column '{unknown.Column}'; the file's columns of readings are "
                + $"{Listed(names.Where(name => name != timeColumn))}.");
        }

        if (mappings.GroupBy(mapping => mapping.SensorId, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new UploadRejectedException($"Expected one column for each sensor; {Listed(twice.Select(m => m.Column))} are all of '{twice.Key}'.");
        }
    }

    private async Task<ImportColumn> ResolveAsync(
        ColumnMapping mapping, List<string> names, ImportSettings settings, CancellationToken cancellationToken)
    {
        if (ReadingRules.CheckSensorId(mapping.SensorId) is not null)
        {
            throw Unknown(mapping);
        }

        var sensor = mapping.Unit is null || settings.TimeZone is null
            ? await sensors.GetAsync(mapping.SensorId, cancellationToken)
            : null;
        var unit = mapping.Unit ?? sensor?.Unit ?? throw Unknown(mapping);
        return new(names.IndexOf(mapping.Column), mapping.Column, mapping.SensorId, unit, settings.TimeZone ?? ZoneOf(mapping.SensorId, sensor));
    }

    private static LocalZone? ZoneOf(string sensorId, Sensor? sensor) => sensor?.TimeZone is { } zone
        ? LocalZone.Parse(zone) ?? throw new UploadRejectedException($"Sensor '{sensorId}' is registered with the time zone '{zone}', which is none.")
        : null;

    private static UploadRejectedException Unknown(ColumnMapping mapping) => new(
        $"Column '{Shorten(mapping.Column)}': there is no sensor '{Shorten(mapping.SensorId)}'. Register it, or say which sensor "
        + $"and unit each column is of in the object's metadata {ImportSettings.ColumnsKey}: column=sensorId:unit.");

    private static string Listed(IEnumerable<string> names)
    {
        var all = names.Select(name => $"'{Shorten(name)}'").ToList();
        return all.Count <= 20 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(20))} and {all.Count - 20} more";
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}
