using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SensorWatch.Local.Queues;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// The records that Lambda makes of messages, for a <see cref="RecordsEvent"/>.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event
/// </summary>
internal static class SqsEvent
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One record, JSON in UTF-8.</summary>
    /// <param name="message">The message.</param>
    /// <param name="queueArn">Its queue; its region is the record's.</param>
    public static ReadOnlyMemory<byte> WriteRecord(ReceivedMessage message, string queueArn)
    {
        var buffer = new ArrayBufferWriter<byte>(message.Body.Length + 1_024);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        writer.WriteStartObject();
        writer.WriteString("messageId", message.MessageId);
        writer.WriteString("receiptHandle", message.ReceiptHandle);
        writer.WriteString("body", message.Body);
        writer.WriteStartObject("attributes");
        foreach (var (name, value) in message.SystemAttributes())
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        WriteAttributes(writer, message.Attributes);
        if (MessageDigest.OfAttributes(message.Attributes) is { } digest)
        {
            writer.WriteString("md5OfMessageAttributes", digest);
        }

        writer.WriteString("md5OfBody", message.MD5OfBody);
        writer.WriteString("eventSource", "aws:sqs");
        writer.WriteString("eventSourceARN", queueArn);
        writer.WriteString("awsRegion", queueArn.Split(':')[3]);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteAttributes(Utf8JsonWriter writer, IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        writer.WriteStartObject("messageAttributes");
        foreach (var (name, attribute) in attributes)
        {
            writer.WriteStartObject(name);
            if (attribute.BinaryValue is { } binary)
            {
                writer.WriteBase64String("binaryValue", binary.Span);
            }
            else
            {
                writer.WriteString("stringValue", attribute.StringValue);
            }

            // SQS has no lists yet; Lambda writes them all the same.
            writer.WriteStartArray("stringListValues");
            writer.WriteEndArray();
            writer.WriteStartArray("binaryListValues");
            writer.WriteEndArray();
            writer.WriteString("dataType", attribute.DataType);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
