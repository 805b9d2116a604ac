#nullable disable // as in the package, whose types say nothing about null

namespace Amazon.Lambda.SQSEvents;

/// <summary>
/// A batch of messages that an event source mapping read from a queue.
/// JSON: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event.
/// Member names are Lambda's with another first letter, so it is read without regard to case.
/// </summary>
public class SQSEvent
{
    /// <summary>The messages.</summary>
    public List<SQSMessage> Records { get; set; }

    /// <summary>A message.</summary>
    public class SQSMessage
    {
        /// <summary>SQS's id of the message, the same on every receive.</summary>
        public string MessageId { get; set; }

        /// <summary>Handle of this receive.</summary>
        public string ReceiptHandle { get; set; }

        /// <summary>Text of the message.</summary>
        public string Body { get; set; }

        /// <summary>MD5 of the body, hexadecimal.</summary>
        public string Md5OfBody { get; set; }

        /// <summary>MD5 of the message attributes, hexadecimal; null without any.</summary>
        public string Md5OfMessageAttributes { get; set; }

        /// <summary>ARN of the queue.</summary>
        public string EventSourceArn { get; set; }

        /// <summary><c>aws:sqs</c>.</summary>
        public string EventSource { get; set; }

        /// <summary>Region of the queue.</summary>
        public string AwsRegion { get; set; }

        /// <summary>System attributes, such as <c>ApproximateReceiveCount</c>.</summary>
        public Dictionary<string, string> Attributes { get; set; }

        /// <summary>The sender's attributes.</summary>
        public Dictionary<string, MessageAttribute> MessageAttributes { get; set; }
    }

    /// <summary>An attribute that a message's sender set.</summary>
    public class MessageAttribute
    {
        /// <summary>Value of a <c>String</c> or <c>Number</c> attribute.</summary>
        public string StringValue { get; set; }

        /// <summary>Value of a <c>Binary</c> attribute; base64 in JSON.</summary>
        public MemoryStream BinaryValue { get; set; }

        /// <summary>Not used by SQS.</summary>
        public List<string> StringListValues { get; set; }

        /// <summary>Not used by SQS.</summary>
        public List<MemoryStream> BinaryListValues { get; set; }

        /// <summary><c>String</c>, <c>Number</c> or <c>Binary</c>, with an own suffix if the sender gave one.</summary>
        public string DataType { get; set; }
    }
}
