using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Tests.Mappings;

public class MappingControlTests
{
    private const string Id = "Mapping";

    [Fact]
    public async Task A_mapping_is_described_as_it_is_declared()
    {
        await using var fixture = new MappingFixture(MappingFixture.Mapping(batchSize: 7));

        var mapping = fixture.Mappings.Describe(Id)!;

        mapping["UUID"]!.GetValue<string>().ShouldBe(Id);
        mapping["BatchSize"]!.GetValue<int>().ShouldBe(7);
        mapping["State"]!.GetValue<string>().ShouldBe("Enabled");
        mapping["FunctionArn"]!.GetValue<string>().ShouldBe(MappingFixture.Function().Arn);
        mapping["FunctionResponseTypes"]!.AsArray().Count.ShouldBe(1);
        fixture.Mappings.Describe("other").ShouldBeNull();
        fixture.Mappings.Update("other", []).ShouldBeNull();
    }

    [Fact]
    public async Task A_disabled_mapping_takes_nothing_until_it_is_enabled_again()
    {
        await using var fixture = new MappingFixture(MappingFixture.Mapping());

        Update(fixture, """{"Enabled":false}""")["State"]!.GetValue<string>().ShouldBe("Disabling");
        await MappingFixture.UntilAsync(() => State(fixture) == "Disabled");
        fixture.Queues.Send("jobs", "one");
        fixture.Mappings.IsIdle.ShouldBeTrue();
        fixture.NothingInvoked.ShouldBeTrue();

        Update(fixture, """{"Enabled":true}""")["State"]!.GetValue<string>().ShouldBe("Enabling");
        (await fixture.NextAsync()).Bodies.ShouldBe(["one"]);
        State(fixture).ShouldBe("Enabled");
    }

    [Fact]
    public async Task A_change_holds_from_the_next_batch_on_and_the_batch_in_flight_ends_first()
    {
        await using var fixture = new MappingFixture(MappingFixture.Mapping(batchSize: 1));
        fixture.Queues.Send("jobs", "one");
        var inFlight = await fixture.NextAsync();

        Update(fixture, """{"BatchSize":2,"MaximumBatchingWindowInSeconds":0,"ScalingConfig":{"MaximumConcurrency":2}}""")["State"]!.GetValue<string>().ShouldBe("Updating");
        fixture.Queues.Send("jobs", "two");
        fixture.Queues.Send("jobs", "three");
        fixture.NothingInvoked.ShouldBeTrue();
        inFlight.Succeed();

        (await fixture.NextAsync()).Bodies.ShouldBe(["two", "three"]);
        fixture.Mappings.Describe(Id)!["ScalingConfig"]!["MaximumConcurrency"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Changes_that_follow_each_other_at_once_end_with_the_last()
    {
        await using var fixture = new MappingFixture(MappingFixture.Mapping());

        for (var size = 1; size <= 9; size++)
        {
            Update(fixture, $$"""{"BatchSize":{{size}},"Enabled":{{(size % 2 == 1 ? "true" : "false")}}}""");
        }

        await MappingFixture.UntilAsync(() => State(fixture) == "Enabled");
        fixture.Mappings.All.ShouldHaveSingleItem().BatchSize.ShouldBe(9);
    }

    [Theory]
    [InlineData("""{"BatchSize":11}""", "MaximumBatchingWindowInSeconds")]
    [InlineData("""{"ScalingConfig":{"MaximumConcurrency":1}}""", "MaximumConcurrency")]
    [InlineData("""{"ParallelizationFactor":2}""", "for streams")]
    [InlineData("""{"FilterCriteria":{"Filters":[{"Pattern":"no"}]}}""", "filter pattern")]
    [InlineData("""{"FunctionName":"Other"}""", "can't be changed here")]
    [InlineData("""{"Enabled":"yes"}""", "true or false")]
    public async Task What_lambda_would_refuse_changes_nothing(string request, string reason)
    {
        await using var fixture = new MappingFixture(MappingFixture.Mapping());

        var refused = Should.Throw<AwsException>(() => Update(fixture, request));

        refused.Code.ShouldBe("InvalidParameterValueException");
        refused.Message.ShouldContain(reason);
        State(fixture).ShouldBe("Enabled");
    }

    [Fact]
    public async Task A_change_asks_for_the_roles_rights_again_unless_it_only_disables_the_mapping()
    {
        var asked = new List<int>();
        await using var fixture = new MappingFixture(MappingFixture.Mapping(), roleProblemOf: mapping =>
        {
            asked.Add(mapping.BatchSize);
            return "The provided execution role does not have permissions to call ReceiveMessage on SQS";
        });

        var refused = Should.Throw<AwsException>(() => Update(fixture, """{"BatchSize":3}"""));
        Update(fixture, """{"Enabled":false}""");
        Should.Throw<AwsException>(() => Update(fixture, """{"Enabled":true}"""));

        (refused.Code, refused.Message).ShouldBe(
            ("InvalidParameterValueException", "The provided execution role does not have permissions to call ReceiveMessage on SQS"));
        asked.ShouldBe([3, 10]);
        fixture.Mappings.All.Single().ShouldSatisfyAllConditions(m => m.BatchSize.ShouldBe(10), m => m.Enabled.ShouldBeFalse());
    }

    [Fact]
    public async Task A_change_outlives_a_restart_until_the_template_changes()
    {
        await using var fixture = new StreamFixture(StreamFixture.Mapping());
        fixture.Mappings.Update(Id, new() { ["BatchSize"] = 3, ["Enabled"] = false, ["FunctionName"] = "Handle" });
        await fixture.AbandonAsync();

        fixture.Start(StreamFixture.Mapping());
        fixture.Mappings.All.Single().ShouldSatisfyAllConditions(m => m.BatchSize.ShouldBe(3), m => m.Enabled.ShouldBeFalse());
        await fixture.AbandonAsync();
        fixture.Start(StreamFixture.Mapping(batchSize: 50));

        fixture.Mappings.All.Single().ShouldSatisfyAllConditions(m => m.BatchSize.ShouldBe(50), m => m.Enabled.ShouldBeTrue());
    }

    private static string State(MappingFixture fixture) => fixture.Mappings.Describe(Id)!["State"]!.GetValue<string>();

    private static JsonObject Update(MappingFixture fixture, string request) => fixture.Mappings.Update(Id, JsonNode.Parse(request)!.AsObject())!;
}
