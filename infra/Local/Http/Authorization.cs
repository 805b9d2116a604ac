using System.Text.Json;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Http;

/// <summary>What a Lambda authorizer decided.</summary>
/// <param name="IsAuthorized">The request may go on to its integration.</param>
/// <param name="ContextJson">
/// What the authorizer tells the integration: the JSON of an object, which comes as <c>requestContext.authorizer.lambda</c>;
/// null when it tells nothing.
/// </param>
internal sealed record Authorization(bool IsAuthorized, string? ContextJson)
{
    /// <summary>Reads a function's simple response, <c>{"isAuthorized": bool, "context": {…}}</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Authorization Parse(ReadOnlyMemory<byte> payload)
    {
        JsonNode? answer;
        try
        {
            answer = payload.IsEmpty ? null : JsonNode.Parse(payload.Span);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is not JSON: {exception.Message}", exception);
        }

        if (answer is not JsonObject response
            || response["isAuthorized"] is not JsonValue value
            || !value.TryGetValue<bool>(out var isAuthorized))
        {
            throw new FormatException("it has no isAuthorized of true or false");
        }

        return response["context"] switch
        {
            null => new(isAuthorized, null),
            JsonObject context => new(isAuthorized, context.ToJsonString()),
            _ => throw new FormatException("its context is not an object"),
        };
    }
}
