using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Topics;

/// <summary>
/// Lets people and tests see what topics have taken: <c>GET /_local/sns/{topicName}</c> gives a JSON array of
/// <see cref="PublishedMessage"/>, members in camel case, the oldest first.
/// </summary>
public sealed class TopicsPage(TopicService topics)
{
    /// <summary>Stands before a topic's name.</summary>
    public const string PathPrefix = "/_local/sns";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path without <see cref="PathPrefix"/>.</param>
    public Task HandleAsync(HttpContext context, PathString path)
    {
        ArgumentNullException.ThrowIfNull(context);
        var name = path.Value?.TrimStart('/');
        var topic = topics.Topics.FirstOrDefault(topic => topic.Name == name);
        return topic is null
            ? JsonResponse.WriteAsync(context, StatusCodes.Status404NotFound, new()
            {
                ["message"] = $"There is no topic '{name}'. There are: {string.Join(", ", topics.Topics.Select(topic => topic.Name))}.",
            })
            : context.Response.WriteAsJsonAsync(topics.Messages(topic.Arn), Options, context.RequestAborted);
    }
}
