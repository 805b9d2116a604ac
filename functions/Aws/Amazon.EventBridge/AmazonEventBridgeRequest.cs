using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>Base of EventBridge's requests.</summary>
public class AmazonEventBridgeRequest : AmazonWebServiceRequest;
