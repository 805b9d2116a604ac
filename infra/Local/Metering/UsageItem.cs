using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Metering;

/// <summary>Something that AWS bills. Several may have the same price.</summary>
/// <param name="Price">What it is billed as; its unit is the price's.</param>
/// <param name="Name">What it is, in the words of the service.</param>
public sealed record UsageItem(PriceItem Price, string Name)
{
    public static UsageItem HttpRequests { get; } = new(PriceItem.HttpApiRequests, "requests");

    public static UsageItem HttpAnswers { get; } = new(PriceItem.DataTransferOut, "answers to HTTP requests");

    public static UsageItem Invocations { get; } = new(PriceItem.LambdaRequests, "invocations");

    /// <summary>Put by functions, operators, Scheduler, a function's destinations.</summary>
    public static UsageItem EventsPut { get; } = new(PriceItem.EventBridgeEvents, "events put");

    /// <summary>Of S3, the one service here whose events are asked for and paid. https://aws.amazon.com/eventbridge/pricing/</summary>
    public static UsageItem OptInEvents { get; } = new(PriceItem.EventBridgeEvents, "events of S3");

    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-bus-to-bus.html: they are charged as custom events.</summary>
    public static UsageItem EventsPassedOn { get; } = new(PriceItem.EventBridgeEvents, "events sent to another bus");

    public static UsageItem EventsReplayed { get; } = new(PriceItem.EventBridgeEvents, "events replayed");

    public static UsageItem Archived { get; } = new(PriceItem.EventBridgeArchived, "archived");

    public static UsageItem ScheduleInvocations { get; } = new(PriceItem.SchedulerInvocations, "invocations of targets");

    public static UsageItem MessageSends { get; } = new(PriceItem.SqsRequests, "sends");

    public static UsageItem MessageReceives { get; } = new(PriceItem.SqsRequests, "receives");

    public static UsageItem MessageDeletes { get; } = new(PriceItem.SqsRequests, "deletes");

    public static UsageItem OtherQueueRequests { get; } = new(PriceItem.SqsRequests, "other requests");

    public static UsageItem TableWrites { get; } = new(PriceItem.DynamoDbWrites, "writes");

    public static UsageItem TableReads { get; } = new(PriceItem.DynamoDbReads, "reads");

    public static UsageItem ObjectWrites { get; } = new(PriceItem.S3Writes, "writes and lists");

    public static UsageItem ObjectReads { get; } = new(PriceItem.S3Reads, "reads");

    public static UsageItem Publishes { get; } = new(PriceItem.SnsRequests, "publishes");

    public static UsageItem Emails { get; } = new(PriceItem.SnsEmails, "e-mails");

    public static UsageItem HttpNotifications { get; } = new(PriceItem.SnsHttpNotifications, "HTTP notifications");

    public static UsageItem LogBytes { get; } = new(PriceItem.LogsIngested, "logs of functions");

    public static UsageItem AccessLogBytes { get; } = new(PriceItem.LogsIngested, "access logs of HTTP APIs");

    /// <summary>A function's time, by its processor.</summary>
    public static UsageItem TimeOf(FunctionResource function) => new(FunctionTime.ItemOf(function), "time by memory");
}
