using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>How Lambda takes from streams, where a record that fails holds up all behind it.</summary>
internal static class StreamMappingRules
{
    private const string Page = "https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html";

    // What DynamoDB keeps: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
    private const int TableStreamSeconds = 86_400;

    private static readonly DesignRule Failures = new()
    {
        Id = "delivery/stream-mapping-item-failures",
        Sentence = "A mapping on a stream lets its function name the record that failed, so that those before it are done.",
        Mend = "Set FunctionResponseTypes to [ReportBatchItemFailures], and let the function answer with batchItemFailures.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html",
        Check = context => from mapping in Mappings(context)
                           let batch = EventSource.BatchSizeOf(mapping)
                           where batch > 1 && !EventSource.ReportsItemFailures(mapping)
                           select new Finding(mapping, $"One record that fails lets all of its batch, up to {batch}, be handled again: FunctionResponseTypes has no ReportBatchItemFailures."),
    };

    private static readonly DesignRule Bisects = new()
    {
        Id = "delivery/stream-mapping-bisects",
        Sentence = "A mapping on a stream splits a batch that fails, so that one bad record doesn't take the others with it.",
        Mend = "Set BisectBatchOnFunctionError to true.",
        Source = Page,
        Check = context => from mapping in Mappings(context)
                           where EventSource.BatchSizeOf(mapping) > 1 && (mapping.Text("BisectBatchOnFunctionError") ?? "false") is "false"
                           select new Finding(mapping, "BisectBatchOnFunctionError is not true: with one bad record, the whole batch is given up."),
    };

    private static readonly DesignRule Finite = new()
    {
        Id = "delivery/stream-mapping-finite",
        Sentence = "A mapping on a stream gives a record up after a number of attempts and some time, and not when the stream has forgotten it.",
        Mend = "Set MaximumRetryAttempts, and MaximumRecordAgeInSeconds below what the stream keeps (a table's: 86400).",
        Source = Page,
        Check = context => from mapping in Mappings(context)
                           from fault in EndlessIn(mapping)
                           select new Finding(mapping, fault),
    };

    private static readonly DesignRule Destination = new()
    {
        Id = "delivery/stream-mapping-failure-destination",
        Sentence = "A mapping on a stream tells somebody of the records that it gives up.",
        Mend = "Set DestinationConfig.OnFailure.Destination to the ARN of a queue, topic or bucket.",
        Source = Page,
        Check = context => from mapping in Mappings(context)
                           where mapping.Node("DestinationConfig.OnFailure.Destination") is null && mapping.Text("DestinationConfig") is null
                           select new Finding(mapping, "It has no failure destination: what it gives up is lost."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Failures, Bisects, Finite, Destination];

    private static IEnumerable<Resource> Mappings(DesignContext context) => context.Deployment.OfType(EventSourceMappingResource.Type).Where(EventSource.IsStream);

    private static IEnumerable<string> EndlessIn(Resource mapping)
    {
        if (mapping.WholeNumber("MaximumRetryAttempts", -1) == -1)
        {
            yield return "MaximumRetryAttempts is -1, without end: a bad record holds its shard up until the stream forgets it. A number from 0 is expected.";
        }

        var age = mapping.WholeNumber("MaximumRecordAgeInSeconds", -1);
        if (age == -1)
        {
            yield return "MaximumRecordAgeInSeconds is -1, without end: throttled records are tried until the stream forgets them. A number from 60 is expected.";
        }
        else if (age >= TableStreamSeconds && EventSource.IsTableStream(mapping))
        {
            yield return $"MaximumRecordAgeInSeconds is {age}, and a table's stream keeps records for {TableStreamSeconds} s: fewer are expected, or nobody is told of them.";
        }
    }
}
