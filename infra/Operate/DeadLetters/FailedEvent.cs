using SensorWatch.Operate.Aws;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>What a message's body says of the event that it carries.</summary>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="EventId">The event's own id, or EventBridge's of an event of an AWS service.</param>
/// <param name="CorrelationId">What it belongs to; null of an event of an AWS service.</param>
internal sealed record FailedEvent(string DetailType, string Source, string EventId, string? CorrelationId)
{
    /// <summary>Reads a body; null of what is no event.</summary>
    public static FailedEvent? Of(string body)
    {
        var @event = JsonMembers.TryParse(body);
        if (@event.Text("detail-type") is not { } type || @event.Text("source") is not { } source || @event.Text("id") is not { } id)
        {
            return null;
        }

        var metadata = @event.Object("detail").Object("metadata");
        return new(type, source, metadata.Text("eventId") ?? id, metadata.Text("correlationId"));
    }
}
