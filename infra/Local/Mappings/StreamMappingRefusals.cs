using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What Lambda refuses when a mapping on a stream is created, and what the local run can't honour.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
/// </summary>
internal static class StreamMappingRefusals
{
    private const int MaximumBatchSize = 10_000;
    private const int MaximumWindowSeconds = 300;
    private const int MaximumParallelization = 10;
    private const int MaximumRetries = 10_000;
    private const int MinimumRecordAgeSeconds = 60;
    private const int MaximumRecordAgeSeconds = 604_800;
    private const int MaximumFilters = 10;

    /// <summary>The reasons against a mapping; none when it is fine.</summary>
    public static IEnumerable<string> Reasons(
        EventSourceMappingResource mapping,
        TableResource? table,
        FunctionResource? function,
        IReadOnlyList<QueueResource> queues,
        CompilePattern compile) =>
    [
        .. Connections(mapping, table, function, queues),
        .. Numbers(mapping),
        .. Filters(mapping, compile),
    ];

    private static IEnumerable<string> Connections(
        EventSourceMappingResource mapping,
        TableResource? table,
        FunctionResource? function,
        IReadOnlyList<QueueResource> queues)
    {
        if (function is null)
        {
            yield return $"its function {mapping.FunctionName} is not part of this deployment.";
        }

        if (table is null)
        {
            yield return $"its stream {mapping.EventSourceArn} is not of a table of this deployment with a StreamSpecification.";
        }

        if (mapping.StartingPosition is not ("TRIM_HORIZON" or "LATEST"))
        {
            yield return $"StartingPosition must be TRIM_HORIZON or LATEST for a DynamoDB stream, and is {mapping.StartingPosition ?? "missing"}.";
        }

        if (mapping.OnFailureDestinationArn is not { } destination)
        {
            yield break;
        }

        if (destination.Split(':') is not ["arn", _, "sqs", ..])
        {
            yield return $"DestinationConfig.OnFailure.Destination {destination} is not a queue, and only queues are told of failures here. Send them to an SQS queue.";
        }
        else if (queues.FirstOrDefault(queue => queue.Arn == destination) is not { Fifo: false })
        {
            yield return $"DestinationConfig.OnFailure.Destination {destination} is not a standard queue of this deployment.";
        }
    }

    private static IEnumerable<string> Numbers(EventSourceMappingResource mapping)
    {
        if (mapping.BatchSize is < 1 or > MaximumBatchSize)
        {
            yield return $"BatchSize must be 1 to {MaximumBatchSize}, and is {mapping.BatchSize}.";
        }

        if (mapping.MaximumBatchingWindowSeconds is < 0 or > MaximumWindowSeconds)
        {
            yield return $"MaximumBatchingWindowInSeconds must be 0 to {MaximumWindowSeconds}, and is {mapping.MaximumBatchingWindowSeconds}.";
        }

        if (mapping.ParallelizationFactor is < 1 or > MaximumParallelization)
        {
            yield return $"ParallelizationFactor must be 1 to {MaximumParallelization}, and is {mapping.ParallelizationFactor}.";
        }

        if (mapping.MaximumRetryAttempts is < -1 or > MaximumRetries)
        {
            yield return $"MaximumRetryAttempts must be -1 (no limit) to {MaximumRetries}, and is {mapping.MaximumRetryAttempts}.";
        }

        if (mapping.MaximumRecordAgeSeconds is not -1 and (< MinimumRecordAgeSeconds or > MaximumRecordAgeSeconds))
        {
            yield return $"MaximumRecordAgeInSeconds must be -1 (no limit) or {MinimumRecordAgeSeconds} to {MaximumRecordAgeSeconds}, and is {mapping.MaximumRecordAgeSeconds}.";
        }

        if (mapping.MaximumConcurrency is not null)
        {
            yield return "ScalingConfig.MaximumConcurrency is for queues: a stream has ParallelizationFactor instead.";
        }

        if (mapping.TumblingWindowSeconds != 0)
        {
            yield return "TumblingWindowInSeconds is not honoured here: a function's state is not carried from batch to batch.";
        }
    }

    private static IEnumerable<string> Filters(EventSourceMappingResource mapping, CompilePattern compile)
    {
        if (mapping.Filters.Count > MaximumFilters)
        {
            yield return $"it has {mapping.Filters.Count} filters, and Lambda allows {MaximumFilters}.";
        }

        foreach (var filter in mapping.Filters)
        {
            if (Invalid(filter, compile) is { } reason)
            {
                yield return $"the filter {filter.ToJsonString()} is not a pattern: {reason}";
            }
        }
    }

    private static string? Invalid(System.Text.Json.Nodes.JsonObject filter, CompilePattern compile)
    {
        try
        {
            compile(filter);
            return null;
        }
        catch (FormatException invalid)
        {
            return invalid.Message;
        }
    }
}
