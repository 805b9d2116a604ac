using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>What an event source mapping takes from, by the service in its ARN.</summary>
internal static class EventSource
{
    public static bool IsQueue(Resource mapping) => ServiceOf(mapping) is "sqs";

    /// <summary>A stream of DynamoDB or Kinesis: a batch that fails there holds up all behind it.</summary>
    public static bool IsStream(Resource mapping) => ServiceOf(mapping) is "dynamodb" or "kinesis";

    public static bool IsTableStream(Resource mapping) => ServiceOf(mapping) is "dynamodb";

    /// <summary>How many items a batch has at most; null when that isn't known.</summary>
    public static int? BatchSizeOf(Resource mapping) => mapping.WholeNumber("BatchSize", IsQueue(mapping) ? 10 : 100);

    /// <summary>Whether the items of a batch that failed are reported; also when that isn't known.</summary>
    public static bool ReportsItemFailures(Resource mapping) =>
        mapping.Texts("FunctionResponseTypes").Any(type => type == "ReportBatchItemFailures" || type.IsUnresolved());

    private static string? ServiceOf(Resource mapping) => mapping.Text("EventSourceArn")?.Split(':') is ["arn", _, var service, ..] ? service : null;
}
