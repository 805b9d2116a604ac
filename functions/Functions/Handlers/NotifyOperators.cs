using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using SensorWatch.Contracts;
using SensorWatch.Functions.Notifications;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Consumes <see cref="AlertOpened"/> (the critical ones, by the rule's pattern) and <see cref="UploadRejected"/>, and tells
/// the operators through the channels that the environment configures, once each.
/// </summary>
/// <param name="channels">At least one.</param>
/// <param name="markers">What was sent before.</param>
/// <param name="metrics">Counts what is sent.</param>
/// <param name="api">Base address of the HTTP API; null when the environment doesn't say.</param>
public sealed class NotifyOperators(IReadOnlyList<INotificationChannel> channels, NotificationMarkers markers, Metrics metrics, Uri? api)
    : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    /// <summary>Address of a webhook, https.</summary>
    public const string WebhookUrl = "NOTIFICATIONS_WEBHOOK_URL";

    /// <summary>Base address of the HTTP API, for the command that acknowledges an alert.</summary>
    public const string ApiUrl = "API_URL";

    public static IReadOnlyList<Need> Needs => [NotificationMarkers.ToMark, SnsChannel.ToSend.IfSet(), Need.Variable(WebhookUrl).IfSet(), Need.Variable(ApiUrl).IfSet()];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.NotificationsSent];

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var failures = new BatchFailures(input, context.Logger);
        foreach (var message in input.Records)
        {
            try
            {
                await NotifyAsync(message, failures, context.Logger, cancellationToken);
            }
            catch (Exception exception) when (exception
                is UnusableEventException or AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException)
            {
                failures.Add(message.MessageId, exception.Message);
            }
        }

        return failures.ToResponse();
    }

    private async Task NotifyAsync(
        SQSEvent.SQSMessage message, BatchFailures failures, ILambdaLogger logger, CancellationToken cancellationToken)
    {
        var notification = Read(message.Body);
        switch (await markers.ClaimAsync(notification.EventId, cancellationToken))
        {
            case Claim.Sent:
                logger.LogInformation("Event {eventId} of {correlationId} was notified before", notification.EventId, notification.CorrelationId);
                break;
            case Claim.Taken taken:
                failures.Add(message.MessageId, $"event {notification.EventId} is being notified by another invocation until {taken.Until:u}");
                break;
            case Claim.Ours ours:
                await SendAsync(notification, [.. channels.Where(channel => !ours.SentBy.Contains(channel.Name))], logger, cancellationToken);
                break;
        }
    }

    private Notification Read(string body) => ConsumedEvent.ReadHeader(body).DetailType switch
    {
        nameof(UploadRejected) => NotificationText.For(ConsumedEvent.Read<UploadRejected>(body)),

        // Anything else too: the error then says what was expected.
        _ => NotificationText.For(ConsumedEvent.Read<AlertOpened>(body), api),
    };

    private async Task SendAsync(
        Notification notification, IReadOnlyList<INotificationChannel> remaining, ILambdaLogger logger, CancellationToken cancellationToken)
    {
        foreach (var channel in remaining)
        {
            await channel.SendAsync(notification, cancellationToken);
            metrics.Add(BusinessMetric.NotificationsSent, 1);
            await markers.MarkSentAsync(notification.EventId, channel.Name, isLast: channel == remaining[^1], cancellationToken);
            logger.LogInformation(
                "Notified operators of {detailType} {eventId} of {correlationId} by {channel}: {subject}",
                notification.DetailType,
                notification.EventId,
                notification.CorrelationId,
                channel.Name,
                notification.Subject);
        }
    }
}
