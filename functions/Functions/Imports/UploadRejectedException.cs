namespace SensorWatch.Functions.Imports;

/// <summary>An upload can't be used at all, and won't be by trying again.</summary>
/// <param name="message">What was expected, and what came: the event's <c>reason</c>.</param>
public sealed class UploadRejectedException(string message) : Exception(message);
