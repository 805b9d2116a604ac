using System.Text;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Notifications;

/// <summary>Sends to an Amazon SNS topic, and through it to whoever subscribed: e-mail, chat, pagers.</summary>
public sealed class SnsChannel(IAmazonSimpleNotificationService sns, string topicArn) : INotificationChannel
{
    /// <summary>Environment variable with the topic's ARN.</summary>
    public const string TopicArnVariable = "NOTIFICATIONS_TOPIC_ARN";

    public static Need ToSend { get; } = Need.To(TopicArnVariable, "sns:Publish");

    /// <summary>Longest subject: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html</summary>
    private const int MaximumSubject = 100;

    private const string Cut = "...";

    public string Name => "sns";

    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        return sns.PublishAsync(new PublishRequest(topicArn, notification.Text, ToSubject(notification.Subject)), cancellationToken);
    }

    /// <summary>A subject as SNS takes it: ASCII, one line, at most 100 characters. The text has the whole.</summary>
    private static string ToSubject(string subject)
    {
        var ascii = new StringBuilder(subject.Length);
        foreach (var rune in subject.EnumerateRunes())
        {
            ascii.Append(rune.Value is >= ' ' and <= '~' ? (char)rune.Value : '?');
        }

        return ascii.Length <= MaximumSubject ? ascii.ToString() : string.Concat(ascii.ToString(0, MaximumSubject - Cut.Length), Cut);
    }
}
