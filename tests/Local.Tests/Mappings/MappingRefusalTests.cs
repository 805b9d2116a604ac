using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources;
using static SensorWatch.Local.Tests.Mappings.MappingFixture;

namespace SensorWatch.Local.Tests.Mappings;

public sealed class MappingRefusalTests
{
    public static TheoryData<EventSourceMappingResource, string> RefusedMappings() => new()
    {
        { Mapping() with { FunctionName = "Missing" }, "its function Missing is not part of this deployment." },
        { Mapping("missing"), "is not part of this deployment." },
        { Mapping(batchSize: 0), "BatchSize must be 1 to 10000" },
        { Mapping(batchSize: 10_001, windowSeconds: 1), "BatchSize must be 1 to 10000" },
        { Mapping(batchSize: 11), "needs a MaximumBatchingWindowInSeconds of at least 1" },
        { Mapping(windowSeconds: 301), "must be 0 to 300" },
        { Mapping() with { MaximumConcurrency = 1 }, "MaximumConcurrency must be 2 to 1000" },
        { Mapping() with { BisectBatchOnFunctionError = true }, "BisectBatchOnFunctionError is for streams" },
        { Mapping() with { StartingPosition = "LATEST" }, "StartingPosition is for streams" },
        { Mapping() with { Filters = [new() { ["attributes"] = new JsonObject() }] }, "must have the key 'body'" },
    };

    [Theory]
    [MemberData(nameof(RefusedMappings))]
    public void A_mapping_that_Lambda_would_refuse_is_refused_with_its_path(EventSourceMappingResource mapping, string reason)
    {
        var error = Should.Throw<RefusedException>(() => new MappingFixture(mapping));

        error.Message.ShouldStartWith("Test/Mapping: ");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void A_function_may_not_run_longer_than_its_messages_are_invisible()
    {
        var error = Should.Throw<RefusedException>(() => new MappingFixture(Mapping(), Function(timeoutSeconds: 31)));

        error.Message.ShouldContain("Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds");
    }

    [Theory]
    [InlineData("Handle")]
    [InlineData("arn:aws:lambda:eu-west-1:111122223333:function:Handle")]
    [InlineData("111122223333:function:Handle")]
    public async Task A_function_is_named_by_name_or_ARN(string name)
    {
        await using var fixture = new MappingFixture(Mapping() with { FunctionName = name });
        fixture.Queues.Send("jobs", "x");

        (await fixture.NextAsync()).Succeed();
    }
}
