using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::Lambda::Function</c>.</summary>
public sealed record FunctionResource
{
    public const string Type = "AWS::Lambda::Function";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("FunctionName");
    private static readonly Property<string> RuntimeProperty = Properties.Text("Runtime");
    private static readonly Property<string> HandlerProperty = Properties.Text("Handler");
    private static readonly Property<string> CodeBucketProperty = Properties.Text("Code.S3Bucket");
    private static readonly Property<string> CodeKeyProperty = Properties.Text("Code.S3Key");
    private static readonly Property<IReadOnlyList<string>> ArchitecturesProperty = Properties.Texts("Architectures");
    private static readonly Property<IReadOnlyDictionary<string, string>> EnvironmentProperty = Properties.TextMap("Environment.Variables");
    private static readonly Property<int> TimeoutProperty = Properties.Integer("Timeout");
    private static readonly Property<int> MemorySizeProperty = Properties.Integer("MemorySize");
    private static readonly Property<int> ReservedConcurrencyProperty = Properties.Integer("ReservedConcurrentExecutions");
    private static readonly Property<string> LogGroupProperty = Properties.Text("LoggingConfig.LogGroup");
    private static readonly Property<string> LogFormatProperty = Properties.Text("LoggingConfig.LogFormat");
    private static readonly Property<string> ApplicationLogLevelProperty = Properties.Text("LoggingConfig.ApplicationLogLevel");
    private static readonly Property<string> SystemLogLevelProperty = Properties.Text("LoggingConfig.SystemLogLevel");
    private static readonly Property<string> DeadLetterTargetProperty = Properties.Text("DeadLetterConfig.TargetArn");

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

    /// <summary><c>Text</c> or <c>JSON</c>.</summary>
    public string LogFormat { get; init; } = "Text";

    /// <summary>Of the lines that the function writes as JSON: <c>TRACE</c> to <c>FATAL</c>; null for Lambda's default.</summary>
    public string? ApplicationLogLevel { get; init; }

    /// <summary>Of Lambda's own lines in JSON: <c>DEBUG</c>, <c>INFO</c> or <c>WARN</c>; null for Lambda's default.</summary>
    public string? SystemLogLevel { get; init; }

    /// <summary>ARN of the queue or topic that takes asynchronous invocations which failed; null for none.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static FunctionResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var name = NameProperty.Read(resource, resource.Name);
        return new()
        {
            Resource = resource,
            Name = name,
            Arn = resource.Attribute("Arn"),
            Runtime = RuntimeProperty.Read(resource),
            Handler = HandlerProperty.Read(resource),
            CodeDirectory = ReadCodeDirectory(resource),
            Architecture = ArchitecturesProperty.Read(resource, []) is [var architecture, ..] ? architecture : "x86_64",
            Environment = EnvironmentProperty.Read(resource, new Dictionary<string, string>()),
            TimeoutSeconds = TimeoutProperty.Read(resource, 3),
            MemorySizeMegabytes = MemorySizeProperty.Read(resource, 128),
            ReservedConcurrentExecutions = ReservedConcurrencyProperty.ReadOrNull(resource),
            LogGroupName = LogGroupProperty.Read(resource, $"/aws/lambda/{name}"),
            LogFormat = LogFormatProperty.Read(resource, "Text"),
            ApplicationLogLevel = ApplicationLogLevelProperty.ReadOrNull(resource),
            SystemLogLevel = SystemLogLevelProperty.ReadOrNull(resource),
            DeadLetterArn = DeadLetterTargetProperty.ReadOrNull(resource),
        };
    }

    /// <summary>The CDK names an asset by its key in the bootstrap bucket. A package that is a file already is not unpacked here.</summary>
    private static string? ReadCodeDirectory(Resource resource)
    {
        var isInBucket = CodeBucketProperty.TryRead(resource, out _) && CodeKeyProperty.TryRead(resource, out _);
        return isInBucket && resource.AssetPath is { } path && !path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? path : null;
    }
}

/// <summary>
/// <c>AWS::Lambda::EventSourceMapping</c>, on a queue or a stream.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
/// </summary>
public sealed record EventSourceMappingResource
{
    public const string Type = "AWS::Lambda::EventSourceMapping";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> EventSourceArnProperty = Properties.Text("EventSourceArn");
    private static readonly Property<string> FunctionNameProperty = Properties.Text("FunctionName");
    private static readonly Property<bool> EnabledProperty = Properties.Boolean("Enabled");
    private static readonly Property<int> BatchSizeProperty = Properties.Integer("BatchSize");
    private static readonly Property<int> WindowProperty = Properties.Integer("MaximumBatchingWindowInSeconds");
    private static readonly Property<IReadOnlyList<string>> ResponseTypesProperty = Properties.Texts("FunctionResponseTypes");
    private static readonly Property<int> MaximumConcurrencyProperty = Properties.Integer("ScalingConfig.MaximumConcurrency");
    private static readonly Property<string> StartingPositionProperty = Properties.Text("StartingPosition");
    private static readonly Property<int> ParallelizationProperty = Properties.Integer("ParallelizationFactor");
    private static readonly Property<bool> BisectProperty = Properties.Boolean("BisectBatchOnFunctionError");
    private static readonly Property<int> RetriesProperty = Properties.Integer("MaximumRetryAttempts");
    private static readonly Property<int> RecordAgeProperty = Properties.Integer("MaximumRecordAgeInSeconds");
    private static readonly Property<int> TumblingWindowProperty = Properties.Integer("TumblingWindowInSeconds");
    private static readonly Property<string> FailureDestinationProperty = Properties.Text("DestinationConfig.OnFailure.Destination");
    private static readonly PropertySet FilterProperties = new();
    private static readonly Property<JsonObject> PatternProperty = FilterProperties.Json("Pattern");
    private static readonly Property<IReadOnlyList<PropertySource>> FiltersProperty = Properties.List("FilterCriteria.Filters", FilterProperties);

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

    /// <summary>Streams: <c>TRIM_HORIZON</c> (the oldest record there is) or <c>LATEST</c>; required there, null on queues.</summary>
    public string? StartingPosition { get; init; }

    /// <summary>Streams: how many batches of a shard may be in flight at once, 1-10.</summary>
    public int ParallelizationFactor { get; init; } = 1;

    /// <summary>Streams: a batch that fails is split in two before it is tried again.</summary>
    public bool BisectBatchOnFunctionError { get; init; }

    /// <summary>Streams: 0-10,000; -1 for as long as the stream keeps the records.</summary>
    public int MaximumRetryAttempts { get; init; } = -1;

    /// <summary>Streams: 60-604,800; -1 for as long as the stream keeps the records.</summary>
    public int MaximumRecordAgeSeconds { get; init; } = -1;

    /// <summary>Streams: <c>TumblingWindowInSeconds</c>, 0-900; 0 for none.</summary>
    public int TumblingWindowSeconds { get; init; }

    /// <summary>Streams: ARN of the queue, topic or bucket that is told of batches that are given up; null for none.</summary>
    public string? OnFailureDestinationArn { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static EventSourceMappingResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var source = EventSourceArnProperty.Read(resource);
        return new()
        {
            Resource = resource,
            EventSourceArn = source,
            FunctionName = FunctionNameProperty.Read(resource),
            Enabled = EnabledProperty.Read(resource, true),
            BatchSize = BatchSizeProperty.Read(resource, source.Split(':') is [_, _, "sqs", ..] ? 10 : 100),
            MaximumBatchingWindowSeconds = WindowProperty.Read(resource, 0),
            ReportBatchItemFailures = ResponseTypesProperty.Read(resource, []).Contains("ReportBatchItemFailures"),
            MaximumConcurrency = MaximumConcurrencyProperty.ReadOrNull(resource),
            Filters = [.. FiltersProperty.Read(resource, []).Select(filter => PatternProperty.Read(filter))],
            StartingPosition = StartingPositionProperty.ReadOrNull(resource),
            ParallelizationFactor = ParallelizationProperty.Read(resource, 1),
            BisectBatchOnFunctionError = BisectProperty.Read(resource, false),
            MaximumRetryAttempts = RetriesProperty.Read(resource, -1),
            MaximumRecordAgeSeconds = RecordAgeProperty.Read(resource, -1),
            TumblingWindowSeconds = TumblingWindowProperty.Read(resource, 0),
            OnFailureDestinationArn = FailureDestinationProperty.ReadOrNull(resource),
        };
    }
}
