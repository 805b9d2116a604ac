using System.Text.Json.Nodes;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::Lambda::Function</c>.</summary>
public sealed record FunctionResource
{
    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary><c>provided.al2023</c>, for instance.</summary>
    public required string Runtime { get; init; }

    public required string Handler { get; init; }

    /// <summary>Folder with the function's package, from the cloud assembly; null when the code isn't a file asset.</summary>
    public string? CodeDirectory { get; init; }

    /// <summary><c>x86_64</c> or <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "x86_64";

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public int TimeoutSeconds { get; init; } = 3;

    public int MemorySizeMegabytes { get; init; } = 128;

    public int? ReservedConcurrentExecutions { get; init; }

    /// <summary>The log group of <c>LoggingConfig</c>, else Lambda's default <c>/aws/lambda/NAME</c>.</summary>
    public required string LogGroupName { get; init; }
}

/// <summary><c>AWS::Lambda::EventSourceMapping</c>.</summary>
public sealed record EventSourceMappingResource
{
    public required Resource Resource { get; init; }

    /// <summary>ARN of the queue or stream.</summary>
    public required string EventSourceArn { get; init; }

    /// <summary>The function's name, or its ARN: as the template has it.</summary>
    public required string FunctionName { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>Lambda's default: 10 for queues, 100 for streams.</summary>
    public required int BatchSize { get; init; }

    public int MaximumBatchingWindowSeconds { get; init; }

    /// <summary><c>FunctionResponseTypes</c> holds <c>ReportBatchItemFailures</c>.</summary>
    public bool ReportBatchItemFailures { get; init; }

    /// <summary><c>ScalingConfig.MaximumConcurrency</c>, 2-1,000.</summary>
    public int? MaximumConcurrency { get; init; }

    /// <summary>The patterns of <c>FilterCriteria</c>.</summary>
    public IReadOnlyList<JsonObject> Filters { get; init; } = [];
}
