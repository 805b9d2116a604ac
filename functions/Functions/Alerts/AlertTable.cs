namespace SensorWatch.Functions.Alerts;

/// <summary>
/// The alerts table, as the stack that defines it and the code that uses it see it. It holds three kinds of items, told
/// apart by the prefix of their key: alerts, what the judging remembers, and markers of what was done. Its stream has
/// new and old images (<c>NEW_AND_OLD_IMAGES</c>); only keys with <see cref="AlertPrefix"/> become events.
/// </summary>
public static class AlertTable
{
    /// <summary>Partition key, a string; there is no sort key.</summary>
    public const string PartitionKey = "id";

    /// <summary>An alert: <c>alert#ALERT-ID</c>.</summary>
    public const string AlertPrefix = "alert#";

    /// <summary>What judging remembers of a sensor, <c>state#SENSOR-ID</c>, or of a CloudWatch alarm, <c>state#alarm#NAME</c>.</summary>
    public const string StatePrefix = "state#";

    /// <summary>What a consumer has done with an event: <c>done#CONSUMER#EVENT-ID</c>, with a part's number if it took several writes.</summary>
    public const string DonePrefix = "done#";

    /// <summary>Time to live of the markers, in seconds since 1970: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html</summary>
    public const string TimeToLiveAttribute = "expiresAt";

    /// <summary>Global secondary index: alerts by <see cref="Status"/>, in the order of <see cref="OpenedAt"/>. Projects all attributes.</summary>
    public const string StatusIndex = "byStatus";

    /// <summary>Global secondary index: alerts by <see cref="Subject"/>, in the order of <see cref="OpenedAt"/>. Projects all attributes.</summary>
    public const string SubjectIndex = "bySubject";

    /// <summary>
    /// Global secondary index: sensors that are waited for, by <see cref="Watch"/>, in the order of <see cref="DueAt"/>.
    /// Sparse: the state of other sensors lacks both attributes. Projects the keys only.
    /// </summary>
    public const string SilenceIndex = "silence";

    /// <summary>Partition key of <see cref="StatusIndex"/>, a string: <c>open</c>, <c>acknowledged</c> or <c>resolved</c>.</summary>
    public const string Status = "status";

    /// <summary>Partition key of <see cref="SubjectIndex"/>, a string.</summary>
    public const string Subject = "subject";

    /// <summary>Sort key of <see cref="StatusIndex"/> and <see cref="SubjectIndex"/>, a string: <see cref="Storage.SortableTime"/>.</summary>
    public const string OpenedAt = "openedAt";

    /// <summary>Partition key of <see cref="SilenceIndex"/>, a string: always <see cref="WatchOn"/>.</summary>
    public const string Watch = "watch";

    /// <summary>The value of <see cref="Watch"/>.</summary>
    public const string WatchOn = "on";

    /// <summary>Sort key of <see cref="SilenceIndex"/>, a string: <see cref="Storage.SortableTime"/>.</summary>
    public const string DueAt = "dueAt";

    /// <summary>How long markers are kept: longer than a message can stay in any queue (14 days), or a stream retries (1 day).</summary>
    public static TimeSpan MarkerLifetime { get; } = TimeSpan.FromDays(30);

    public static string AlertKey(string alertId) => AlertPrefix + alertId;

    public static string SensorStateKey(string sensorId) => StatePrefix + sensorId;

    /// <summary>A sensor's id has no <c>#</c>, so none can be taken for an alarm.</summary>
    public static string AlarmStateKey(string alarmName) => $"{StatePrefix}alarm#{alarmName}";

    public static string DoneKey(string consumer, string eventId) => $"{DonePrefix}{consumer}#{eventId}";
}
