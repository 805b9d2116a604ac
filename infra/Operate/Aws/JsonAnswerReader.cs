using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace SensorWatch.Operate.Aws;

/// <summary>An answer as JSON.</summary>
internal sealed class JsonAnswer : AmazonWebServiceResponse
{
    public JsonObject Body { get; init; } = [];
}

/// <summary>Reads an answer, or the error that came instead.</summary>
internal sealed class JsonAnswerReader : JsonResponseUnmarshaller
{
    public static JsonAnswerReader Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return new JsonAnswer { Body = JsonNode.Parse(context.Stream) as JsonObject ?? [] };
        }
        catch (JsonException exception)
        {
            throw new AmazonClientException($"Expected JSON from an AWS service; {exception.Message}", exception);
        }
    }

    public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        ArgumentNullException.ThrowIfNull(context);
        var reader = new StreamingUtf8JsonReader(context.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(context, ref reader);
        return new(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
