using SensorWatch.Operate.Tracing;

namespace SensorWatch.Operate.Tests.Tracing;

public sealed class EventStoryTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Lines_become_a_tree_of_causes_and_effects()
    {
        var story = Story(
            Line(3, "PublishChanges", "r-3", "'message':'Published','detailType':'AlertOpened','eventId':'e-2','correlationId':'c','causationId':'e-1'"),
            Line(0, "ReceiveReadings", "r-1", "'message':'Accepted 1 readings','eventIds':'e-1','correlationId':'c'"),
            Line(1, "CheckLimits", "r-2", "'message':'Took','detailType':'ReadingsRecorded','eventId':'e-1','correlationId':'c'"),
            Line(2, "CheckLimits", "r-2", "'message':'Alerts: opened 1','correlationId':'c, other'"));

        story.Events.Select(part => (part.DetailType, part.EventId, part.Depth, part.Lines.Count)).ShouldBe(
            [("ReadingsRecorded", "e-1", 0, 3), ("AlertOpened", "e-2", 1, 1)]);
        story.Lines.ShouldBeEmpty();
        StoryText.Lines(story).ShouldBe(
        [
            "c: 2 events, 3 functions, 0 errors, 3.0 s from 2026-01-02 03:04:05Z",
            "└─ ReadingsRecorded e-1  <- asked for",
            "   03:04:05.000  ReceiveReadings  Accepted 1 readings",
            "   03:04:06.000  CheckLimits  Took",
            "   03:04:07.000  CheckLimits  Alerts: opened 1",
            "   └─ AlertOpened e-2",
            "      03:04:08.000  PublishChanges  Published",
        ]);
    }

    [Fact]
    public void A_failure_of_an_invocation_belongs_to_the_event_that_it_took()
    {
        var story = Story(
            Line(0, "CheckLimits", "r-1", "'message':'Took','detailType':'A','eventId':'e-1','correlationId':'c'"),
            Line(0, "CheckLimits", "r-2", "'message':'Took','detailType':'B','eventId':'e-2','correlationId':'c'"),
            Platform(1, "CheckLimits", """{"time":"t","type":"platform.report","record":{"requestId":"r-2","metrics":{"durationMs":30000.5},"status":"timeout"}}"""));

        var failed = story.Events.Single(part => part.EventId == "e-2").Lines[^1];
        (failed.IsError, failed.Text).ShouldBe((true, "platform.report: timeout after 30000.5 ms"));
        story.Errors.ShouldBe(1);
    }

    [Fact]
    public void A_line_of_a_batch_belongs_to_the_whole()
    {
        var story = Story(
            Line(0, "F", "r-1", "'message':'Took','detailType':'A','eventId':'e-1','correlationId':'c'"),
            Line(0, "F", "r-1", "'message':'Took','detailType':'A','eventId':'e-2','correlationId':'c'"),
            Line(1, "F", "r-1", "'message':'both','correlationId':'c'"));

        story.Lines.ShouldHaveSingleItem().Text.ShouldBe("both");
    }

    [Fact]
    public void A_line_that_is_found_twice_is_told_once()
    {
        var line = Line(0, "F", "r-1", "'message':'Took','detailType':'A','eventId':'e-1','correlationId':'c'");

        Story(line, line with { Text = line.Text }).Events.ShouldHaveSingleItem().Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public void Events_that_name_each_other_as_their_cause_are_told_all_the_same()
    {
        var story = Story(
            Line(0, "F", "r-1", "'message':'Took','detailType':'A','eventId':'e-1','correlationId':'c','causationId':'e-2'"),
            Line(1, "F", "r-2", "'message':'Took','detailType':'B','eventId':'e-2','correlationId':'c','causationId':'e-1'"));

        story.Events.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("0197c1a2-3b4c-7d5e-8f60-718293a4b5c6", "2025-06-30T16:18:44.172Z")]
    [InlineData("6a7e8feb-b491-4cf7-a9f1-bf3703467718", null)]
    [InlineData("582aeb36aa854e9dafbd4afbab6b024c-AlertOpened", null)]
    public void An_id_of_version_7_has_its_time_in_it(string id, string? time) =>
        TraceCommand.TimeOf(id)?.ToString("yyyy-MM-ddTHH:mm:ss.fffZ").ShouldBe(time);

    [Fact]
    public void Words_are_searched_in_as_few_patterns_as_CloudWatch_takes()
    {
        FilterPatterns.Any(["a", "b\"c", "a"]).ShouldBe(["""?"a" ?"b\"c" """.TrimEnd()]);

        var many = FilterPatterns.Any(Enumerable.Range(0, 100).Select(number => $"{number:D36}"));
        many.Count.ShouldBe(4);
        many.ShouldAllBe(pattern => pattern.Length <= 1024);
    }

    [Fact]
    public async Task An_event_that_no_log_names_is_explained()
    {
        await using var system = await OperatedSystem.StartAsync();

        (await system.RunAsync("trace", "e-1", "--since", "1h")).ShouldBe(ExitCode.Failed);

        system.Error.ShouldContain("names e-1. Logs are there some seconds after the event");
    }

    private static EventStory Story(params LogLine[] lines) => EventStory.Of("e-1", "c", lines);

    private static LogLine Line(int second, string function, string requestId, string members) =>
        LogLine.Of(new("group", "stream", Start.AddSeconds(second), $$"""{"level":"INFO","requestId":"{{requestId}}",{{members.Replace('\'', '"')}}}"""), function);

    private static LogLine Platform(int second, string function, string message) => LogLine.Of(new("group", "stream", Start.AddSeconds(second), message), function);
}
