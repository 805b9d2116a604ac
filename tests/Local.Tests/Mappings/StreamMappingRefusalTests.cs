using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Mappings.StreamFixture;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class StreamMappingRefusalTests
{
    public static TheoryData<EventSourceMappingResource, string> RefusedMappings() => new()
    {
        { Mapping() with { FunctionName = "Missing" }, "its function Missing is not part of this deployment." },
        { Mapping() with { EventSourceArn = "arn:aws:dynamodb:eu-north-1:123456789012:table/Silent/stream/1" }, "is not of a table of this deployment" },
        { Mapping() with { EventSourceArn = "arn:aws:kinesis:eu-north-1:123456789012:stream/s" }, "is not of a table of this deployment" },
        { Mapping() with { StartingPosition = null }, "StartingPosition must be TRIM_HORIZON or LATEST for a DynamoDB stream, and is missing." },
        { Mapping() with { StartingPosition = "AT_TIMESTAMP" }, "and is AT_TIMESTAMP." },
        { Mapping() with { OnFailureDestinationArn = "arn:aws:sns:eu-west-1:111122223333:topic" }, "is not a queue, and only queues" },
        { Mapping() with { OnFailureDestinationArn = QueueFixture.Arn("missing") }, "is not a standard queue of this deployment" },
        { Mapping() with { OnFailureDestinationArn = QueueFixture.Arn("failures.fifo") }, "is not a standard queue of this deployment" },
        { Mapping(batchSize: 10_001), "BatchSize must be 1 to 10000" },
        { Mapping() with { MaximumBatchingWindowSeconds = 301 }, "must be 0 to 300" },
        { Mapping() with { ParallelizationFactor = 11 }, "ParallelizationFactor must be 1 to 10" },
        { Mapping() with { MaximumRetryAttempts = 10_001 }, "MaximumRetryAttempts must be -1 (no limit) to 10000" },
        { Mapping() with { MaximumRecordAgeSeconds = 59 }, "MaximumRecordAgeInSeconds must be -1 (no limit) or 60 to 604800" },
        { Mapping() with { MaximumConcurrency = 2 }, "is for queues" },
        { Mapping() with { TumblingWindowSeconds = 30 }, "TumblingWindowInSeconds is not honoured here" },
        { Mapping() with { Filters = [new() { ["dynamodb"] = "no" }] }, "is not a pattern" },
    };

    [Theory]
    [MemberData(nameof(RefusedMappings))]
    public void A_mapping_that_Lambda_would_refuse_is_refused_with_its_path(EventSourceMappingResource mapping, string reason)
    {
        var error = Should.Throw<RefusedException>(() => new StreamFixture(mapping));

        error.Message.ShouldStartWith("Test/Mapping: ");
        error.Message.ShouldContain(reason);
    }
}
