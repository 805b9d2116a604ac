namespace SensorWatch.Templates.Pricing;

/// <summary>What AWS charges for, as far as the cost model knows it; <see cref="Price.Unit"/> says in what units.</summary>
public enum PriceItem
{
    HttpApiRequests,
    LambdaRequests,
    LambdaGigabyteSecondsX86,
    LambdaGigabyteSecondsArm,
    EventBridgeEvents,
    EventBridgeArchived,
    EventBridgeArchiveStorage,
    SchedulerInvocations,
    SqsRequests,
    SqsFifoRequests,
    DynamoDbWrites,
    DynamoDbReads,
    DynamoDbStorage,
    DynamoDbPointInTimeRecovery,
    LogsIngested,
    LogsStorage,
    AlarmMetrics,
    HighResolutionAlarmMetrics,
    CompositeAlarms,
    CustomMetrics,
    Dashboards,
    TracesRecorded,
    SnsRequests,
    SnsEmails,
    SnsHttpNotifications,
    S3Writes,
    S3Reads,
    DataTransferOut,
}
