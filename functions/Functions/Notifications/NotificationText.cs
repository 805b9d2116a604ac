using System.Globalization;
using SensorWatch.Contracts;

namespace SensorWatch.Functions.Notifications;

/// <summary>Puts events into words for the people who are to act on them.</summary>
public static class NotificationText
{
    /// <summary>Words for an alert.</summary>
    /// <param name="opened">The event.</param>
    /// <param name="api">Base address of the HTTP API; null when the environment doesn't say, and then the reader puts it in.</param>
    public static Notification For(Envelope<AlertOpened> opened, Uri? api)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var alert = opened.Data.Alert;
        var subject = alert.Kind == AlertKind.System ? "Alarm" : "Sensor";
        var acknowledge = Address(api, $"/alerts/{Uri.EscapeDataString(alert.AlertId)}/acknowledge");
        return Notify(opened.Metadata, opened.Data, $"{alert.Severity}: {alert.Subject}: {alert.Message}", $"""
            {alert.Message}

            {subject + ":",-10}{alert.Subject}
            Since:    {Text(alert.OpenedAt)}
            Severity: {alert.Severity}
            Alert:    {alert.AlertId}

            Say that you take care of it, with an operator's token:
            curl -X POST -H "Authorization: Bearer $TOKEN" {acknowledge}
            """);
    }

    /// <summary>Words for an upload that couldn't be used.</summary>
    public static Notification For(Envelope<UploadRejected> rejected)
    {
        ArgumentNullException.ThrowIfNull(rejected);
        var data = rejected.Data;
        var rows = data.RejectsKey is { } key ? $"\nRows:     {data.RejectedRows}, listed in s3://{data.Bucket}/{key}" : "";
        return Notify(rejected.Metadata, data, $"Upload rejected: {data.Key}", $"""
            {data.Reason}

            File:     s3://{data.Bucket}/{data.Key}
            Since:    {Text(rejected.Metadata.Time)}{rows}

            Nothing of it was stored. Mend the file or its metadata, and put it again.
            """);
    }

    private static Notification Notify<T>(EventMetadata metadata, T _, string subject, string text)
        where T : IEvent<T> => new()
        {
            EventId = metadata.EventId,
            CorrelationId = metadata.CorrelationId,
            DetailType = T.Contract.DetailType,
            Time = metadata.Time,
            Subject = subject,
            Text = $"{text.ReplaceLineEndings("\n")}\n\nEvent {metadata.EventId}, correlation id {metadata.CorrelationId}\n",
        };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Address(Uri? api, string path) => api is null ? $"https://YOUR-API{path}" : $"{api.ToString().TrimEnd('/')}{path}";
}
