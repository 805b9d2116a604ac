using Amazon.CDK.AWS.Lambda;
using Constructs;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Runtime;
using SensorWatch.Templates.Flow;

namespace SensorWatch.Infra.Constructs;

/// <summary>What reads streams, whatever its handler.</summary>
public interface IStreamConsumer
{
    /// <summary>The function that the records are given to.</summary>
    HandlerFunction Function { get; }
}

/// <summary>
/// A consumer of tables' changes. A record that fails stops its shard for as long as it is retried, so retries end: by
/// number and by age. What is given up is named in a message of the failure queue, and stays in the stream for a while.
/// </summary>
/// <typeparam name="THandler">The handler class; its name is the function's and the construct's.</typeparam>
public sealed class StreamConsumer<THandler> : Construct, IStreamConsumer
    where THandler : ILambdaHandler<StreamEvent, StreamBatchResponse>, IHandlerSettings
{
    public const int BatchSize = 100;

    /// <summary>Attempts after the first. Splitting a failed batch doesn't count as one.</summary>
    public const int MaximumRetryAttempts = 10;

    /// <summary>Half of the day that a stream keeps its records: the other half is for whoever looks up what was given up.</summary>
    public const int MaximumRecordAgeSeconds = 43_200;

    /// <summary>Batches of one shard at the same time. Changes of one item stay in order.</summary>
    public const int ParallelizationFactor = 2;

    private readonly DeadLetterQueue _failures;

    /// <param name="scope">The stack.</param>
    /// <param name="context">Environment and code.</param>
    /// <param name="streams">Whose changes, and what they become.</param>
    /// <param name="accesses">What else the handler may touch.</param>
    public StreamConsumer(Construct scope, StageContext context, IReadOnlyList<TableStream> streams, params IReadOnlyList<Access> accesses)
        : base(scope, typeof(THandler).Name)
    {
        var handler = Handler.Of<THandler>();
        _failures = new DeadLetterQueue(
            this, "Failures", $"changes that {handler.Name} gave up, as places in the tables' streams, which keep them for {MaximumRecordAgeSeconds / 3600} hours more");
        _failures.Acknowledge("AwsSolutions-SQS3", "It is the failure destination of stream mappings. cdk-nag knows only dead-letter queues of queues and functions.");
        Function = new HandlerFunction(
            this, "Function", context, handler, FunctionSize.Batch,
            [.. streams.Select(stream => stream.Consume), ReportFailures, .. streams.SelectMany(stream => stream.Publishes), .. accesses]);
        foreach (var stream in streams)
        {
            AddMapping(stream);
        }
    }

    public HandlerFunction Function { get; }

    private Access ReportFailures => new AccessStatement("ReportFailures", ["sqs:SendMessage"], [_failures.QueueArn]).ToAccess();

    // The resource itself: the higher construct grants more on the failure queue than sending.
    private void AddMapping(TableStream stream)
    {
        var mapping = new CfnEventSourceMapping(this, stream.Name, new CfnEventSourceMappingProps
        {
            FunctionName = Function.Resource.FunctionName,
            EventSourceArn = stream.Arn,
            // From the first change on: what is written while this is being deployed becomes an event too.
            StartingPosition = "TRIM_HORIZON",
            BatchSize = BatchSize,
            BisectBatchOnFunctionError = true,
            MaximumRetryAttempts = MaximumRetryAttempts,
            MaximumRecordAgeInSeconds = MaximumRecordAgeSeconds,
            ParallelizationFactor = ParallelizationFactor,
            // Without it Lambda ignores the failures that the handler names, and takes the batch for done.
            FunctionResponseTypes = ["ReportBatchItemFailures"],
            DestinationConfig = new CfnEventSourceMapping.DestinationConfigProperty
            {
                OnFailure = new CfnEventSourceMapping.OnFailureProperty { Destination = _failures.QueueArn },
            },
            FilterCriteria = stream.Filter is { } filter
                ? new CfnEventSourceMapping.FilterCriteriaProperty
                {
                    Filters = new[] { new CfnEventSourceMapping.FilterProperty { Pattern = filter.ToJsonString() } },
                }
                : null,
        });
        if (stream.Publishes.Count > 0)
        {
            mapping.AddMetadata(EventFlowMetadata.Key, new Dictionary<string, object> { [EventFlowMetadata.Publishes] = stream.PublishedDetailTypes.ToArray() });
        }
    }
}
