#nullable disable // AWSSDK.Core's types say nothing about null

using System.Net;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.EventBridge.Internal;

/// <summary>Reads the answer to <c>PutEvents</c>, or the error that came instead.</summary>
internal sealed class PutEventsResponseUnmarshaller : JsonResponseUnmarshaller
{
    internal static readonly PutEventsResponseUnmarshaller Instance = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = new PutEventsResponse();
        var reader = new StreamingUtf8JsonReader(context.Stream);
        context.Read(ref reader);
        var depth = context.CurrentDepth;
        while (context.ReadAtDepth(depth, ref reader))
        {
            if (context.TestExpression("Entries", depth, ref reader))
            {
                response.Entries = new JsonListUnmarshaller<PutEventsResultEntry, EntryUnmarshaller>(new()).Unmarshall(context, ref reader);
            }
            else if (context.TestExpression("FailedEntryCount", depth, ref reader))
            {
                response.FailedEntryCount = NullableIntUnmarshaller.Instance.Unmarshall(context, ref reader);
            }
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        return new AmazonEventBridgeException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private sealed class EntryUnmarshaller : IJsonUnmarshaller<PutEventsResultEntry, JsonUnmarshallerContext>
    {
        public PutEventsResultEntry Unmarshall(JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
        {
            var entry = new PutEventsResultEntry();
            if (context.IsEmptyResponse)
            {
                return null;
            }

            context.Read(ref reader);
            if (context.CurrentTokenType == System.Text.Json.JsonTokenType.Null)
            {
                return null;
            }

            var depth = context.CurrentDepth;
            while (context.ReadAtDepth(depth, ref reader))
            {
                if (context.TestExpression("ErrorCode", depth, ref reader))
                {
                    entry.ErrorCode = StringUnmarshaller.Instance.Unmarshall(context, ref reader);
                }
                else if (context.TestExpression("ErrorMessage", depth, ref reader))
                {
                    entry.ErrorMessage = StringUnmarshaller.Instance.Unmarshall(context, ref reader);
                }
                else if (context.TestExpression("EventId", depth, ref reader))
                {
                    entry.EventId = StringUnmarshaller.Instance.Unmarshall(context, ref reader);
                }
            }

            return entry;
        }
    }
}
