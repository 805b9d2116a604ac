#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.EventBridge.Model;

/// <summary>What came of an event: an id, or an error code and message.</summary>
public class PutEventsResultEntry
{
    /// <summary>
    /// Why it was refused, null if it was not: <c>InvalidArgument</c>, <c>MalformedDetail</c>, <c>ThrottlingException</c>,
    /// <c>InternalFailure</c> and so on.
    /// </summary>
    public string ErrorCode { get; set; }

    /// <summary>The reason in words.</summary>
    public string ErrorMessage { get; set; }

    /// <summary>EventBridge's id of the event; null if it was refused.</summary>
    public string EventId { get; set; }
}
