#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.SimpleNotificationService.Model;

/// <summary>
/// Parameters of <c>Publish</c>: of the operation's, those for a message to a topic.
/// See https://docs.aws.amazon.com/sns/latest/api/API_Publish.html.
/// </summary>
public class PublishRequest : AmazonSimpleNotificationServiceRequest
{
    /// <summary>No parameters set.</summary>
    public PublishRequest()
    {
    }

    /// <summary>A message to a topic.</summary>
    public PublishRequest(string topicArn, string message)
    {
        TopicArn = topicArn;
        Message = message;
    }

    /// <summary>A message to a topic, with the subject line of its e-mails.</summary>
    public PublishRequest(string topicArn, string message, string subject)
        : this(topicArn, message)
    {
        Subject = subject;
    }

    /// <summary>The message: at most 256 KB of UTF-8.</summary>
    public string Message { get; set; }

    /// <summary>Of a FIFO topic: messages with the same id within five minutes are one.</summary>
    public string MessageDeduplicationId { get; set; }

    /// <summary>Of a FIFO topic: messages of a group keep their order.</summary>
    public string MessageGroupId { get; set; }

    /// <summary><c>json</c> when <see cref="Message"/> holds a text for each protocol.</summary>
    public string MessageStructure { get; set; }

    /// <summary>Subject line of e-mails: at most 100 ASCII characters, no line breaks, the first a letter, digit or punctuation mark.</summary>
    public string Subject { get; set; }

    /// <summary>The topic.</summary>
    public string TopicArn { get; set; }
}
