using System.Globalization;

namespace SensorWatch.Operate.Tracing;

/// <summary>A story as people read it: a tree of events, each with what was logged about it.</summary>
internal static class StoryText
{
    private const string Step = "   ";

    public static IEnumerable<string> Lines(EventStory story)
    {
        var all = story.Events.SelectMany(part => part.Lines).Concat(story.Lines).ToList();
        var took = all.Max(line => line.Time) - all.Min(line => line.Time);
        var functions = all.Select(line => line.Function).Distinct().Count();
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{story.CorrelationId}: {Count(story.Events.Count, "event")}, {Count(functions, "function")}, {Count(story.Errors, "error")}, {took.TotalSeconds:0.0##} s from {all.Min(line => line.Time):yyyy-MM-dd HH:mm:ss}Z");
        foreach (var line in story.Lines)
        {
            yield return Of(line);
        }

        foreach (var part in story.Events)
        {
            var indent = string.Concat(Enumerable.Repeat(Step, part.Depth));
            yield return $"{indent}└─ {part.DetailType ?? "event"} {part.EventId}{(part.EventId == story.EventId ? "  <- asked for" : "")}";
            foreach (var line in part.Lines)
            {
                yield return indent + Step + Of(line with { Text = Shorten(line, part, story) });
            }
        }
    }

    /// <summary>What says of one event that it was published or taken, without the ids that stand above it anyway.</summary>
    private static string Shorten(LogLine line, StoryEvent part, EventStory story) => line.DetailType is null
        ? line.Text
        : line.Text
            .Replace($" because of {line.CausationId}", "", StringComparison.Ordinal)
            .Replace($" of {story.CorrelationId}", "", StringComparison.Ordinal)
            .Replace($" {part.EventId}", "", StringComparison.Ordinal);

    private static string Of(LogLine line) => string.Create(
        CultureInfo.InvariantCulture, $"{line.Time:HH:mm:ss.fff}  {(line.IsError ? "! " : "")}{line.Function}  {line.Text}");

    private static string Count(int number, string word) => $"{number} {word}{(number == 1 ? "" : "s")}";
}
