using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What Lambda refuses when a mapping on a queue is created.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
/// </summary>
internal static class MappingRefusals
{
    private const int MaximumBatchSize = 10_000;
    private const int MaximumBatchSizeWithoutWindow = 10;
    private const int MaximumWindowSeconds = 300;
    private const int MaximumConcurrency = 1_000;
    private const int MaximumFilters = 10;

    /// <summary>The reasons against a mapping; none when it is fine.</summary>
    public static IEnumerable<string> Reasons(EventSourceMappingResource mapping, QueueResource? queue, FunctionResource? function, CompilePattern compile)
    {
        if (function is null)
        {
            yield return $"its function {mapping.FunctionName} is not part of this deployment.";
        }

        if (queue is null)
        {
            yield return $"its queue {mapping.EventSourceArn} is not part of this deployment.";
            yield break;
        }

        if (function is not null && queue.VisibilityTimeout < function.TimeoutSeconds)
        {
            yield return $"Queue visibility timeout: {queue.VisibilityTimeout} seconds is less than Function timeout: {function.TimeoutSeconds} seconds. "
                + "Set the queue's to six times the function's.";
        }

        foreach (var reason in BatchReasons(mapping))
        {
            yield return reason;
        }

        if (mapping.MaximumConcurrency is < 2 or > MaximumConcurrency)
        {
            yield return $"MaximumConcurrency must be 2 to {MaximumConcurrency}, and is {mapping.MaximumConcurrency}.";
        }

        foreach (var property in StreamProperties(mapping))
        {
            yield return $"{property} is for streams, and its source is a queue.";
        }

        if (mapping.Filters.Count > MaximumFilters)
        {
            yield return $"it has {mapping.Filters.Count} filters, and Lambda allows {MaximumFilters}.";
        }

        if (FilterReason(mapping, compile) is { } invalid)
        {
            yield return invalid;
        }
    }

    private static IEnumerable<string> BatchReasons(EventSourceMappingResource mapping)
    {
        if (mapping.BatchSize is < 1 or > MaximumBatchSize)
        {
            yield return $"BatchSize must be 1 to {MaximumBatchSize}, and is {mapping.BatchSize}.";
        }
        else if (mapping.BatchSize > MaximumBatchSizeWithoutWindow && mapping.MaximumBatchingWindowSeconds == 0)
        {
            yield return $"a BatchSize over {MaximumBatchSizeWithoutWindow} needs a MaximumBatchingWindowInSeconds of at least 1.";
        }

        if (mapping.MaximumBatchingWindowSeconds is < 0 or > MaximumWindowSeconds)
        {
            yield return $"MaximumBatchingWindowInSeconds must be 0 to {MaximumWindowSeconds}, and is {mapping.MaximumBatchingWindowSeconds}.";
        }
    }

    private static IEnumerable<string> StreamProperties(EventSourceMappingResource mapping) =>
        from property in new (string Name, bool IsSet)[]
        {
            ("StartingPosition", mapping.StartingPosition is not null),
            ("ParallelizationFactor", mapping.ParallelizationFactor != 1),
            ("BisectBatchOnFunctionError", mapping.BisectBatchOnFunctionError),
            ("MaximumRetryAttempts", mapping.MaximumRetryAttempts != -1),
            ("MaximumRecordAgeInSeconds", mapping.MaximumRecordAgeSeconds != -1),
            ("TumblingWindowInSeconds", mapping.TumblingWindowSeconds != 0),
            ("DestinationConfig", mapping.OnFailureDestinationArn is not null),
        }
        where property.IsSet
        select property.Name;

    private static string? FilterReason(EventSourceMappingResource mapping, CompilePattern compile)
    {
        try
        {
            MessageFilter.Compile(mapping.Filters, compile);
            return null;
        }
        catch (FormatException invalid)
        {
            return invalid.Message;
        }
    }
}
