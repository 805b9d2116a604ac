using System.Globalization;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Imports;

/// <summary>
/// Reads a record's readings. One wrong cell and the whole row is left out: a row is one moment of a station, and a line
/// that is damaged in one place can't be trusted in the others.
/// </summary>
/// <param name="plan">How the file is read.</param>
/// <param name="now">
/// The time against which readings are checked: that of the upload and not the clock's, so that another attempt judges alike.
/// </param>
internal sealed class RowReader(ImportPlan plan, DateTimeOffset now)
{
    /// <summary>Whether the record's time has no offset, and some sensor's zone isn't known.</summary>
    public bool LacksZone(CsvRecord record) =>
        plan.Columns.Any(column => column.Zone is null)
        && record.Fields.Count == plan.FieldCount
        && LocalTime.Parse(record.Fields[plan.TimeIndex]) is { Offset: null };

    /// <summary>Reads a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="readings">Takes the readings, one place for each column of the plan; null where there is none.</param>
    /// <returns>What is wrong with the row, and then the readings count for nothing; null when all is well.</returns>
    public RejectedRow? Read(CsvRecord record, Reading?[] readings)
    {
        if (record.Damage is not null)
        {
            return new(record.LineNumber, null, record.Damage);
        }

        if (record.Fields.Count != plan.FieldCount)
        {
            return new(record.LineNumber, null, $"expected {plan.FieldCount} fields, as in the header; got {record.Fields.Count}");
        }

        var timeText = record.Fields[plan.TimeIndex];
        if (LocalTime.Parse(timeText) is not { } time)
        {
            return new(record.LineNumber, plan.TimeName, $"expected {LocalTime.Expected}; got {Quote(timeText)}");
        }

        for (var i = 0; i < plan.Columns.Count; i++)
        {
            if (ReadCell(record, plan.Columns[i], time, timeText, out readings[i]) is { } rejected)
            {
                return rejected;
            }
        }

        return readings.AsSpan(0, plan.Columns.Count).ContainsAnyExcept((Reading?)null)
            ? null
            : new(record.LineNumber, null, "expected a value in some column of readings; all are empty");
    }

    private RejectedRow? ReadCell(CsvRecord record, ImportColumn column, LocalTime time, string timeText, out Reading? reading)
    {
        reading = null;
        var text = record.Fields[column.Index].AsSpan().Trim();
        if (text.IsEmpty && plan.SkipEmptyCells)
        {
            return null;
        }

        var instant = ToInstant(time, column, timeText, out var timeError);
        if ((timeError ?? ReadingRules.CheckTime(instant, now)) is { } wrongTime)
        {
            return new(record.LineNumber, plan.TimeName, wrongTime);
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return new(record.LineNumber, column.Name, $"expected a number; got {Quote(record.Fields[column.Index])}");
        }

        if (ReadingRules.CheckValue(value) is { } wrongValue)
        {
            return new(record.LineNumber, column.Name, wrongValue);
        }

        reading = new(instant, value);
        return null;
    }

    private static DateTimeOffset ToInstant(LocalTime time, ImportColumn column, string text, out string? error)
    {
        var instant = time.Offset is { } offset ? LocalZone.InstantOf(time.Local, offset) : column.Zone?.ToInstant(time.Local);
        error = (instant, time.Offset, column.Zone) switch
        {
            ({ }, _, _) => null,
            (null, { }, _) => $"expected a time between the years 1 and 9999 in UTC; got {Quote(text)}",
            (null, null, null) => $"expected a time with an offset, since no time zone is known for '{column.SensorId}'; got {Quote(text)}",
            (null, null, _) => $"expected a time that clocks show in {column.Zone}; {Quote(text)} is skipped where daylight saving begins",
        };
        return instant ?? default;
    }

    private static string Quote(string text) => text.Length == 0 ? "nothing" : text.Length <= 80 ? $"'{text}'" : $"'{text.AsSpan(0, 80)}…'";
}
