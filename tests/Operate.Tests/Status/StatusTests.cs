using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Status;

namespace SensorWatch.Operate.Tests.Status;

public sealed class StatusTests
{
    [Fact]
    public async Task All_well_is_exit_code_0_and_a_failed_message_is_3()
    {
        await using var system = await OperatedSystem.StartAsync();

        (await system.RunAsync("status")).ShouldBe(ExitCode.Done);
        system.Output.ShouldStartWith("dev: all is well (3 queues, 0 mappings, 1 rules)");

        await system.FailAsync("a");
        await system.SendAsync(OperatedSystem.Source, "b");
        (await system.RunAsync("status", "--json")).ShouldBe(ExitCode.NeedsAttention);
        system.Json["attention"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>()
            .ShouldBe("WorkQueueDeadLetters holds 1 message that failed: dlq peek WorkQueueDeadLetters");
        system.Json["queues"]!.AsArray().Select(queue => (queue!["queue"]!.GetValue<string>(), queue["depth"]!.GetValue<int>()))
            .ShouldBe([("WorkQueueDeadLetters", 1), ("WorkQueue", 1), ("WorkUndelivered", 0)]);
    }

    [Fact]
    public async Task An_environment_that_is_not_there_is_named_with_those_that_are()
    {
        await using var system = await OperatedSystem.StartAsync();

        (await system.RunAsync("status", "-e", "dve")).ShouldBe(ExitCode.Failed);

        system.Error.ShouldContain("it has no bus sensorwatch-dve. Did you mean 'dev'?");
    }

    [Theory]
    [InlineData("Enabled", null, 0)]
    [InlineData("Disabled", null, 1)]
    [InlineData("Enabled", "OK", 0)]
    [InlineData("Enabled", "PROBLEM: Function call failed", 1)]
    public void A_mapping_needs_a_person_when_it_takes_nothing_or_fails(string state, string? lastResult, int attention)
    {
        var mapping = new Mapping
        {
            Id = "m-1",
            FunctionArn = "arn:f",
            SourceArn = "arn:aws:dynamodb:us-east-1:123456789012:table/SensorWatch-Dev-State-Alerts91F83244/stream/2026",
            State = state,
            LastResult = lastResult,
        };

        var report = StatusReport.Of(System() with { Mappings = [mapping] }, []);

        report.Attention.Count.ShouldBe(attention);
        report.Mappings.ShouldHaveSingleItem().Source.ShouldBe("Alerts stream");
    }

    [Fact]
    public void A_disabled_rule_needs_a_person_and_only_replays_that_run_are_shown()
    {
        var rule = new Rule { Name = "SensorWatch-Dev-Services-WorkRule0000A1B5", Arn = "arn:r", BusName = "sensorwatch-dev", State = "DISABLED", Targets = [] };

        var report = StatusReport.Of(System() with { Rules = [rule] }, [Replay("a", "COMPLETED"), Replay("b", "RUNNING")]);

        report.Attention.ShouldHaveSingleItem().ShouldStartWith("Rule WorkRule is disabled");
        report.Replays.ShouldHaveSingleItem().Replay.ShouldBe("b");
    }

    private static DeployedSystem System() => new() { Environment = new("dev"), BusArn = "arn:b", Queues = [], Rules = [], Functions = [], Mappings = [] };

    private static Replay Replay(string name, string state) => new() { Name = name, State = state, From = default, To = default };
}
