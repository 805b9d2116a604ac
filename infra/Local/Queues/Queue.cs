using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Queues;

/// <summary>A queue of the deployment, with what is looked up once.</summary>
internal sealed class Queue(QueueResource resource, long id, DateTimeOffset createdAt, QueueSignal signal)
{
    public QueueResource Resource { get; } = resource;

    /// <summary>Its key in the database.</summary>
    public long Id { get; } = id;

    public string Arn => Resource.Arn;

    /// <summary>Its node in the flow graph.</summary>
    public string Node => Resource.Resource.Path;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public QueueSignal Signal { get; } = signal;

    /// <summary>Where its messages go after too many receives; set once all queues are known.</summary>
    public Queue? DeadLetterQueue { get; set; }

    /// <summary>The account in its ARN.</summary>
    public string Account { get; } = resource.Arn.Split(':')[4];

    /// <summary>A message sent before this has outlived the retention period.</summary>
    public DateTimeOffset Expired(DateTimeOffset now) => now.AddSeconds(-Resource.MessageRetentionPeriod);
}
