using Amazon.Runtime;

namespace Amazon.SimpleNotificationService;

/// <summary>Base of SNS's requests.</summary>
public class AmazonSimpleNotificationServiceRequest : AmazonWebServiceRequest;
