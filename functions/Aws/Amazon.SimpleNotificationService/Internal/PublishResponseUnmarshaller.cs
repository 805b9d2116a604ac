#nullable disable // AWSSDK.Core's types say nothing about null

using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>Reads the answer to <c>Publish</c>, or the error that came instead.</summary>
internal sealed class PublishResponseUnmarshaller : XmlResponseUnmarshaller
{
    internal static readonly PublishResponseUnmarshaller Instance = new();

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = new PublishResponse();
        context.Read();
        var depth = context.CurrentDepth;
        while (context.ReadAtDepth(depth))
        {
            if (!context.IsStartElement)
            {
                continue;
            }

            if (context.TestExpression("PublishResult", depth + 1))
            {
                ReadResult(context, response);
            }
            else if (context.TestExpression("ResponseMetadata", depth + 1))
            {
                response.ResponseMetadata = ResponseMetadataUnmarshaller.Instance.Unmarshall(context);
            }
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(context);
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(context);
        return new AmazonSimpleNotificationServiceException(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }

    private static void ReadResult(XmlUnmarshallerContext context, PublishResponse response)
    {
        var depth = context.CurrentDepth;
        while (context.ReadAtDepth(depth))
        {
            if (!context.IsStartElement)
            {
                continue;
            }

            if (context.TestExpression("MessageId", depth + 1))
            {
                response.MessageId = StringUnmarshaller.Instance.Unmarshall(context);
            }
            else if (context.TestExpression("SequenceNumber", depth + 1))
            {
                response.SequenceNumber = StringUnmarshaller.Instance.Unmarshall(context);
            }
        }
    }
}
