namespace SensorWatch.Functions.Imports;

/// <summary>A row that was left out: one line of the rejects object.</summary>
/// <param name="Line">Where it begins in the file; the header is line 1.</param>
/// <param name="Column">Name of the column at fault; null when the row as a whole is.</param>
/// <param name="Reason">What was expected, and what came.</param>
internal sealed record RejectedRow(long Line, string? Column, string Reason);
