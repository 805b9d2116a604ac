namespace SensorWatch.Operate.Tests.Replays;

public sealed class ReplayCommandsTests : IAsyncLifetime
{
    private OperatedSystem _system = null!;

    public async Task InitializeAsync() => _system = await OperatedSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task An_event_that_was_sent_is_sent_again_to_the_rule()
    {
        (await _system.RunAsync("send", "ReadingsRecorded")).ShouldBe(ExitCode.Done);
        var eventId = _system.Output.Trim();

        // Archives and replays know whole seconds: the event's own second must be within.
        var to = DateTimeOffset.UtcNow.AddMinutes(1).ToString("yyyy-MM-ddTHH:mm:ssZ");
        (await _system.RunAsync("replay", "--from", "5m", "--to", to, "--rule", "work", "--json")).ShouldBe(ExitCode.Done);

        _system.Json["state"]!.GetValue<string>().ShouldBe("COMPLETED");
        var name = _system.Json["name"]!.GetValue<string>();
        var messages = await _system.ReceiveAsync(OperatedSystem.Source);
        messages.Count.ShouldBe(2);
        messages.ShouldAllBe(message => message.Body.Contains(eventId));
        messages.Count(message => message.Body.Contains($"\"replay-name\":\"{name}\"")).ShouldBe(1);
        (await _system.RunAsync("replay", "list")).ShouldBe(ExitCode.Done);
        _system.Output.ShouldContain(name + "  COMPLETED");
    }

    [Fact]
    public async Task A_dry_run_names_the_rules_and_replays_nothing()
    {
        (await _system.RunAsync("replay", "--from", "1h", "--dry-run")).ShouldBe(ExitCode.Done);

        _system.Output.ShouldContain("""WorkRule  {"source":["sensorwatch.readings"]}""");
        await _system.RunAsync("replay", "list", "--json");
        _system.Json.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("replay --from 1h --rule Wrok", ExitCode.Failed, "There is none of the rules of sensorwatch-dev with the name 'Wrok'")]
    [InlineData("replay --from 1h --archive other", ExitCode.Failed, "There is none of the archives of sensorwatch-dev with the name 'other'. Known: BusArchive.")]
    [InlineData("replay --from 1h --to 2h", ExitCode.WrongArguments, "Expected --from before --to")]
    [InlineData("replay --from yesterday", ExitCode.WrongArguments, "--from: expected a time with an offset")]
    [InlineData("replay --from 2026-01-01T00:00:00", ExitCode.WrongArguments, "--from: expected a time with an offset")]
    [InlineData("replay", ExitCode.WrongArguments, "--from")]
    [InlineData("replay cancel none", ExitCode.Failed, "There is none of the replays with the name 'none'")]
    public async Task What_can_not_be_replayed_is_explained(string line, int code, string message)
    {
        (await _system.RunAsync(line.Split(' '))).ShouldBe(code);

        _system.Error.ShouldContain(message);
    }
}
