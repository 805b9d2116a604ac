using SensorWatch.Local.Tests.Hosting;
using static SensorWatch.Local.Tests.Logs.LogsFixture;

namespace SensorWatch.Local.Tests.Logs;

public class LogsApiTests
{
    [Fact]
    public async Task Events_come_in_the_order_of_their_times_with_ids_of_their_own()
    {
        await using var logs = new LogsFixture();
        logs.Write("first", "b");
        logs.Write("second", "a");
        logs.Write("elsewhere", group: "kept");

        var answer = await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}"}""");

        answer.Messages().ShouldBe(["first", "second"]);
        answer["events"]!.AsArray().Select(e => e!["logStreamName"]!.GetValue<string>()).ShouldBe(["b", "a"]);
        answer["events"]!.AsArray().Select(e => e!["eventId"]!.GetValue<string>()).Distinct().Count().ShouldBe(2);
        answer.ContainsKey("nextToken").ShouldBeFalse();
    }

    [Fact]
    public async Task A_filter_a_time_and_streams_narrow_the_events()
    {
        await using var logs = new LogsFixture();
        for (var i = 1; i <= 4; i++)
        {
            logs.Write(i % 2 == 0 ? "ERROR even" : "ERROR odd", i < 3 ? "early" : "late");
        }

        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        (await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","filterPattern":"ERROR -odd"}""")).Messages().Count.ShouldBe(2);
        (await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","startTime":{{start + 2}},"endTime":{{start + 3}}}""")).Messages().ShouldBe(["ERROR even", "ERROR odd"]);
        (await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","logStreamNames":["late"]}""")).Messages().Count.ShouldBe(2);
        (await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","logStreamNamePrefix":"ear"}""")).Messages().Count.ShouldBe(2);
        (await logs.CallAsync("FilterLogEvents", """{"logGroupIdentifier":"arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/Handle:*"}""")).Messages().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await using var logs = new LogsFixture();
        for (var i = 0; i < 7; i++)
        {
            logs.Write($"{i}");
        }

        var first = await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","limit":3}""");
        var second = await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","limit":3,"nextToken":"{{first["nextToken"]}}"}""");
        var third = await logs.CallAsync("FilterLogEvents", $$"""{"logGroupName":"{{Group}}","limit":3,"nextToken":"{{second["nextToken"]}}"}""");

        first.Messages().Concat(second.Messages()).Concat(third.Messages()).ShouldBe(["0", "1", "2", "3", "4", "5", "6"]);
        third.ContainsKey("nextToken").ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_is_read_from_its_end_or_its_head_and_on_in_both_directions()
    {
        await using var logs = new LogsFixture();
        for (var i = 0; i < 5; i++)
        {
            logs.Write($"{i}");
        }

        string Ask(string more) => $$"""{"logGroupName":"{{Group}}","logStreamName":"one","limit":2{{more}}}""";
        var end = await logs.CallAsync("GetLogEvents", Ask(""));
        var before = await logs.CallAsync("GetLogEvents", Ask($",\"nextToken\":\"{end["nextBackwardToken"]}\""));
        var head = await logs.CallAsync("GetLogEvents", Ask(",\"startFromHead\":true"));
        var nothing = await logs.CallAsync("GetLogEvents", Ask($",\"nextToken\":\"{end["nextForwardToken"]}\""));
        logs.Write("new");
        var more = await logs.CallAsync("GetLogEvents", Ask($",\"nextToken\":\"{nothing["nextForwardToken"]}\""));

        end.Messages().ShouldBe(["3", "4"]);
        before.Messages().ShouldBe(["1", "2"]);
        head.Messages().ShouldBe(["0", "1"]);
        nothing.Messages().ShouldBeEmpty();
        nothing["nextForwardToken"]!.GetValue<string>().ShouldBe(end["nextForwardToken"]!.GetValue<string>());
        more.Messages().ShouldBe(["new"]);
    }

    [Fact]
    public async Task Groups_and_streams_are_described()
    {
        await using var logs = new LogsFixture();
        logs.Write("a", "x");
        logs.Write("b", "y");
        logs.Write("c", "x");

        var groups = (await logs.CallAsync("DescribeLogGroups", "{}"))["logGroups"]!.AsArray();
        var streams = (await logs.CallAsync("DescribeLogStreams", $$"""{"logGroupName":"{{Group}}","orderBy":"LastEventTime","descending":true}"""))["logStreams"]!.AsArray();

        groups.Select(group => group!["logGroupName"]!.GetValue<string>()).ShouldBe([Group, "kept"]);
        groups[1]!["retentionInDays"]!.GetValue<int>().ShouldBe(1);
        (await logs.CallAsync("DescribeLogGroups", """{"logGroupNamePrefix":"/aws"}"""))["logGroups"]!.AsArray().Count.ShouldBe(1);
        streams.Select(stream => stream!["logStreamName"]!.GetValue<string>()).ShouldBe(["x", "y"]);
    }

    [Fact]
    public async Task Events_older_than_their_groups_retention_are_gone()
    {
        await using var logs = new LogsFixture();
        logs.Write("old", group: "kept");
        logs.Write("old");
        logs.Messages("kept").ShouldBe(["old"]);

        logs.Time.Advance(TimeSpan.FromHours(25));
        logs.Write("new", group: "kept");

        logs.Messages("kept").ShouldBe(["new"]);
        logs.Messages().ShouldBe(["old"]);
    }

    [Fact]
    public async Task Events_are_kept_in_the_folder()
    {
        using var folder = new TemporaryFolder();
        await using (var before = new LogsFixture(folder.Path))
        {
            before.Write("kept");
        }

        await using var after = new LogsFixture(folder.Path);

        after.Messages().ShouldBe(["kept"]);
    }

    [Fact]
    public async Task In_memory_the_older_half_makes_room()
    {
        await using var logs = new LogsFixture();
        var line = new string('x', 1024 * 1024);
        for (var i = 0; i < 65; i++)
        {
            logs.Write(line);
        }

        logs.Messages().Count.ShouldBe(32);
    }

    [Theory]
    [InlineData("FilterLogEvents", """{"logGroupName":"gone"}""", "ResourceNotFoundException", "log group does not exist")]
    [InlineData("FilterLogEvents", """{"logGroupName":"kept","filterPattern":"[a]"}""", "InvalidParameterException", "space-delimited")]
    [InlineData("FilterLogEvents", """{"logGroupName":"kept","limit":10001}""", "InvalidParameterException", "10001")]
    [InlineData("FilterLogEvents", """{"logGroupName":"kept","nextToken":"x"}""", "InvalidParameterException", "nextToken")]
    [InlineData("GetLogEvents", """{"logGroupName":"kept","logStreamName":"gone"}""", "ResourceNotFoundException", "log stream does not exist")]
    [InlineData("DescribeLogStreams", """{"logGroupName":"kept","orderBy":"LastEventTime","logStreamNamePrefix":"x"}""", "InvalidParameterException", "LastEventTime")]
    public async Task Mistakes_have_the_services_errors(string operation, string request, string code, string message)
    {
        await using var logs = new LogsFixture();

        var error = await logs.FailAsync(operation, request);

        error.Code.ShouldBe(code);
        error.Message.ShouldContain(message);
    }
}
