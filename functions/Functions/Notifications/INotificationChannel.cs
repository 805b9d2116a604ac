namespace SensorWatch.Functions.Notifications;

/// <summary>A way to reach people.</summary>
public interface INotificationChannel
{
    /// <summary>What the channel is called in the log and in the marker of what was sent.</summary>
    string Name { get; }

    /// <summary>Sends a notification. Any exception means that it may not have arrived, and is to be sent again.</summary>
    Task SendAsync(Notification notification, CancellationToken cancellationToken);
}
