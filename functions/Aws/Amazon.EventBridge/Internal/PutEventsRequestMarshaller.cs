#nullable disable // AWSSDK.Core's types say nothing about null

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.EventBridge.Internal;

/// <summary>
/// Writes <c>PutEvents</c> in the AWS JSON 1.1 protocol
/// (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html): a POST to <c>/</c>, times in epoch seconds.
/// </summary>
internal sealed class PutEventsRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    internal static readonly PutEventsRequestMarshaller Instance = new();

    // A detail is JSON inside JSON: the default encoder would write each of its quotes in six bytes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PutEventsRequest)input);

    private static DefaultRequest Marshall(PutEventsRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.EventBridge")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = Body(input),
        };
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        request.Headers["X-Amz-Target"] = "AWSEvents.PutEvents";
        return request;
    }

    private static byte[] Body(PutEventsRequest input)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            if (input.Entries is { } entries)
            {
                writer.WriteStartArray("Entries");
                entries.ForEach(entry => Write(writer, entry));
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, PutEventsRequestEntry entry)
    {
        writer.WriteStartObject();
        WriteIfSet(writer, "Detail", entry.Detail);
        WriteIfSet(writer, "DetailType", entry.DetailType);
        WriteIfSet(writer, "EventBusName", entry.EventBusName);
        if (entry.Resources is { } resources)
        {
            writer.WriteStartArray("Resources");
            resources.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
        }

        WriteIfSet(writer, "Source", entry.Source);
        if (entry.Time is { } time)
        {
            writer.WriteNumber("Time", long.Parse(StringUtils.FromDateTimeToUnixTimestamp(time), CultureInfo.InvariantCulture));
        }

        WriteIfSet(writer, "TraceHeader", entry.TraceHeader);
        writer.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter writer, string name, string value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
