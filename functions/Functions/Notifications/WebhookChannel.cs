using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Notifications;

/// <summary>
/// Posts notifications as JSON to an address, <c>{"eventId","detailType","time","subject","text"}</c>, with the event's id as
/// <c>Idempotency-Key</c>. Any 2xx answer counts as taken; after anything else the queue brings the message again.
/// </summary>
/// <param name="http">Must not follow redirects: the address is checked, and another one would not be.</param>
/// <param name="address">From <see cref="ParseAddress"/>.</param>
/// <param name="time">The clock.</param>
public sealed class WebhookChannel(HttpClient http, Uri address, TimeProvider time) : INotificationChannel
{
    /// <summary>How long an answer may take.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public string Name => "webhook";

    /// <summary>Checks a webhook's address: https, or http to this very host.</summary>
    /// <exception cref="RuntimeInitException">It is none; the message doesn't repeat it, since such addresses hold secrets.</exception>
    public static Uri ParseAddress(string variable, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : throw new RuntimeInitException(
                "Runtime.ConfigInvalid", $"{variable}: expected an https address (http only to a loopback address); got something else.");

    public async Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        using var timeout = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(notification, WebhookJson.Default.Notification));
        request.Content.Headers.ContentType = Json;
        request.Headers.Add("Idempotency-Key", notification.EventId);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException($"The webhook at {address.Host} answered {(int)response.StatusCode}; expected 2xx.");
            }
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"The webhook at {address.Host} did not answer within {Timeout.TotalSeconds:0} seconds.", exception);
        }
    }
}

/// <summary>JSON of the webhook.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Notification))]
internal sealed partial class WebhookJson : JsonSerializerContext;
