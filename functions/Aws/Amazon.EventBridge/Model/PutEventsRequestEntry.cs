#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.EventBridge.Model;

/// <summary>
/// An event to be put on a bus.
/// See https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html.
/// </summary>
public class PutEventsRequestEntry
{
    /// <summary>A JSON object as text.</summary>
    public string Detail { get; set; }

    /// <summary>Which kind of event it is.</summary>
    public string DetailType { get; set; }

    /// <summary>Name or ARN of the bus; null means the default bus.</summary>
    public string EventBusName { get; set; }

    /// <summary>ARNs that the event is about; null until set, unless <see cref="AWSConfigs.InitializeCollections"/>.</summary>
    public List<string> Resources { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>Who sends it.</summary>
    public string Source { get; set; }

    /// <summary>When it happened, to the second; null means when it is put.</summary>
    public DateTime? Time { get; set; }

    /// <summary>AWS X-Ray trace header.</summary>
    public string TraceHeader { get; set; }
}
