#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.EventBridge.Model;

/// <summary>
/// Parameters of <c>PutEvents</c>: at most 10 events.
/// See https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html.
/// </summary>
public class PutEventsRequest : AmazonEventBridgeRequest
{
    /// <summary>The events; null until set, unless <see cref="AWSConfigs.InitializeCollections"/>.</summary>
    public List<PutEventsRequestEntry> Entries { get; set; } = AWSConfigs.InitializeCollections ? [] : null;
}
