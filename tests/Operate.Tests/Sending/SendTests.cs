using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Operate.Sending;

namespace SensorWatch.Operate.Tests.Sending;

public sealed class SendTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Contracts => [.. EventCatalogue.All.Select(contract => contract.DetailType)];

    [Theory]
    [MemberData(nameof(Contracts))]
    public void Each_contracts_example_is_an_event(string detailType)
    {
        var contract = EventCatalogue.All.Single(contract => contract.DetailType == detailType);

        var detail = JsonNode.Parse(Create(contract, EventDraft.Example(contract)))!;

        detail["metadata"]!["eventId"]!.GetValue<string>().ShouldBe("e-1");
        JsonNode.DeepEquals(detail["data"], EventDraft.Example(contract)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("sensorId=42", "'sensorId':'42'")]
    [InlineData("readings[1].value=36.5", "'value':36.5")]
    [InlineData("readings.0.time=2026-01-01T00:00:00Z", "'time':'2026-01-01T00:00:00Z'")]
    [InlineData("readings[2]={'time':'2026-01-01T00:00:00Z','value':1}", "},{'time':'2026-01-01T00:00:00Z','value':1}]")]
    public void A_value_is_set_by_its_path(string assignment, string expected)
    {
        var data = EventDraft.Example(ReadingsRecorded.Contract);

        EventDraft.Set(data, assignment.Replace('\'', '"'));

        Create(ReadingsRecorded.Contract, data).ShouldContain(expected.Replace('\'', '"'));
    }

    [Fact]
    public void Null_takes_a_member_away()
    {
        var data = EventDraft.Example(AlertOpened.Contract);
        data["alert"]!["limit"].ShouldNotBeNull();

        EventDraft.Set(data, "alert.limit=null");

        data["alert"]!.AsObject().ContainsKey("limit").ShouldBeFalse();
    }

    [Theory]
    [InlineData("unit=null", "missing required properties including: 'unit'")]
    [InlineData("readings[0].value=warm", "$.data.readings[0].value")]
    [InlineData("readings[0].vlaue=3", "ReadingsRecorded has no member 'readings.0.vlaue'")]
    [InlineData("readings[7].value=3", "expected an index below 2")]
    [InlineData("unit.name=3", "the data has no 'name' to go into")]
    [InlineData("unit", "expected path=value")]
    public void What_the_contract_does_not_have_is_refused(string assignment, string message)
    {
        var data = EventDraft.Example(ReadingsRecorded.Contract);

        var exception = Should.Throw<OperatorException>(() =>
        {
            EventDraft.Set(data, assignment);
            Create(ReadingsRecorded.Contract, data);
        });

        exception.Message.ShouldContain(message);
        exception.Code.ShouldBe(ExitCode.WrongArguments);
    }

    [Fact]
    public async Task An_event_is_sent_and_the_next_command_is_named()
    {
        await using var system = await OperatedSystem.StartAsync();

        (await system.RunAsync("send", "readingsrecorded", "--data", """{"sensorId":"roof","unit":"Cel","readings":[]}""", "--json")).ShouldBe(ExitCode.Done);

        var sent = system.Json;
        system.Error.ShouldContain($"trace {sent["eventId"]} --endpoint http");
        var message = (await system.ReceiveAsync(OperatedSystem.Source)).ShouldHaveSingleItem();
        JsonNode.Parse(message.Body)!["detail"]!["data"]!.ToJsonString().ShouldBe("""{"sensorId":"roof","unit":"Cel","readings":[]}""");
    }

    [Theory]
    [InlineData("send", ExitCode.WrongArguments, "Expected a contract or --list")]
    [InlineData("send ReadingRecorded", ExitCode.Failed, "Did you mean 'ReadingsRecorded'?")]
    [InlineData("send AlertOpened --data none.json", ExitCode.WrongArguments, "there is no file 'none.json'")]
    [InlineData("send AlertOpened --data {", ExitCode.WrongArguments, "--data: expected JSON")]
    [InlineData("send AlertOpened --endpoint nowhere", ExitCode.WrongArguments, "expected an http or https address")]
    [InlineData("send AlertOpened --environment Dev!", ExitCode.WrongArguments, "expected lower-case letters and digits")]
    [InlineData("send AlertOpened --endpoint http://127.0.0.1:1", ExitCode.Failed, "Nothing answers at http://127.0.0.1:1: start the local run")]
    public async Task What_is_wrong_is_one_line(string line, int code, string message)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        (await OperatorCommands.RunAsync(line.Split(' '), new() { Output = output, Error = error })).ShouldBe(code);

        error.ToString().ShouldContain(message);
        error.ToString().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task The_list_has_every_contract_with_its_description()
    {
        using var output = new StringWriter();

        (await OperatorCommands.RunAsync(["send", "--list"], new() { Output = output, Error = TextWriter.Null })).ShouldBe(ExitCode.Done);

        var lines = output.ToString().TrimEnd().Split('\n');
        lines.Length.ShouldBe(EventCatalogue.All.Count);
        lines.ShouldContain(line => line.StartsWith("AlertOpened ") && line.Contains("Something is wrong that was well before."));
    }

    private static string Create(EventContract contract, JsonObject data) =>
        EventDraft.Create(contract, data, EventMetadata.First("e-1", "c-1", contract, Time)).Detail;
}
