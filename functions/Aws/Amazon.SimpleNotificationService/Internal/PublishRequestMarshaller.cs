#nullable disable // AWSSDK.Core's types say nothing about null

using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>
/// Writes <c>Publish</c> in the AWS Query protocol (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html): a POST to
/// <c>/</c> with the parameters as a form.
/// </summary>
internal sealed class PublishRequestMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    internal static readonly PublishRequestMarshaller Instance = new();

    public IRequest Marshall(AmazonWebServiceRequest input) => Marshall((PublishRequest)input);

    private static DefaultRequest Marshall(PublishRequest input)
    {
        var request = new DefaultRequest(input, "Amazon.SimpleNotificationService") { HttpMethod = "POST", ResourcePath = "/" };
        request.Parameters.Add("Action", "Publish");
        request.Parameters.Add("Version", "2010-03-31");
        AddIfSet(request, "Message", input.Message);
        AddIfSet(request, "MessageDeduplicationId", input.MessageDeduplicationId);
        AddIfSet(request, "MessageGroupId", input.MessageGroupId);
        AddIfSet(request, "MessageStructure", input.MessageStructure);
        AddIfSet(request, "Subject", input.Subject);
        AddIfSet(request, "TopicArn", input.TopicArn);
        return request;
    }

    private static void AddIfSet(DefaultRequest request, string name, string value)
    {
        if (value is not null)
        {
            request.Parameters.Add(name, value);
        }
    }
}
