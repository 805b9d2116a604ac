#nullable disable // as in the package, whose types say nothing about null

using Amazon.Runtime;

namespace Amazon.SimpleNotificationService.Model;

/// <summary>The answer to <c>Publish</c>.</summary>
public class PublishResponse : AmazonWebServiceResponse
{
    /// <summary>SNS's id of the message.</summary>
    public string MessageId { get; set; }

    /// <summary>Of a FIFO topic: the message's place in the order.</summary>
    public string SequenceNumber { get; set; }
}
