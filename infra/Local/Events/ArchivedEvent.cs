namespace SensorWatch.Local.Events;

/// <summary>An event in an archive.</summary>
/// <param name="Sequence">Its place in the order of arrival.</param>
/// <param name="Time">When it happened, by the event itself.</param>
/// <param name="Text">The whole event, JSON.</param>
/// <param name="TraceHeader">Its X-Ray trace header.</param>
public sealed record ArchivedEvent(long Sequence, DateTimeOffset Time, string Text, string? TraceHeader);
