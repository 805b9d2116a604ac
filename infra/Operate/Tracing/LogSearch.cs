using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.Tracing;

/// <summary>Finds the lines of a story in the functions' logs.</summary>
/// <param name="logs">The client.</param>
/// <param name="functions">Whose logs.</param>
/// <param name="since">Lines since then.</param>
internal sealed class LogSearch(LogsClient logs, IReadOnlyList<Function> functions, DateTimeOffset since)
{
    /// <summary>Invocations whose failures are looked up: more would be many searches, and nobody would read them.</summary>
    private const int MaximumRequests = 200;

    /// <summary>From the event's id to its correlation id, and from there to all that has it.</summary>
    /// <param name="id">An event id, or a correlation id.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Null when no log names the id.</returns>
    public async Task<EventStory?> FindAsync(string id, Action<Advance> report, CancellationToken cancellationToken)
    {
        var found = await SearchAsync(functions, [id], report, cancellationToken);
        if (found.Count == 0)
        {
            return null;
        }

        var correlationId = CorrelationOf(id, found);
        var lines = correlationId == id ? found : [.. found, .. await SearchAsync(functions, [correlationId], report, cancellationToken)];
        return EventStory.Of(id, correlationId, [.. lines, .. await FailuresAsync(lines, report, cancellationToken)]);
    }

    private static string CorrelationOf(string id, IReadOnlyList<LogLine> lines) => lines
        .Where(line => line.EventIds.Contains(id) && line.CorrelationIds.Count == 1)
        .Select(line => line.CorrelationIds[0])
        .FirstOrDefault() ?? id;

    /// <summary>A crash or a time-out names neither: its line has the invocation's request id only.</summary>
    private async Task<IReadOnlyList<LogLine>> FailuresAsync(IReadOnlyList<LogLine> lines, Action<Advance> report, CancellationToken cancellationToken)
    {
        var requests = lines.Select(line => line.RequestId).OfType<string>().Distinct().TakeLast(MaximumRequests).ToList();
        var titles = lines.Select(line => line.Function).ToHashSet(StringComparer.Ordinal);
        var found = await SearchAsync([.. functions.Where(function => titles.Contains(function.Title))], requests, report, cancellationToken);
        return [.. found.Where(line => line is { IsError: true, CorrelationIds.Count: 0, EventIds.Count: 0 })];
    }

    private async Task<IReadOnlyList<LogLine>> SearchAsync(
        IReadOnlyList<Function> searched, IEnumerable<string> words, Action<Advance> report, CancellationToken cancellationToken)
    {
        var searches = FilterPatterns.Any(words).SelectMany(pattern => searched.Select(function => (Pattern: pattern, Function: function))).ToList();
        var done = 0;
        var found = await Task.WhenAll(searches.Select(async search =>
        {
            var lines = await logs.FilterAsync(search.Function.LogGroup, search.Pattern, since, cancellationToken);
            report(new(Interlocked.Increment(ref done), searches.Count, "logs searched"));
            return lines.Select(line => LogLine.Of(line, search.Function.Title));
        }));
        return [.. found.SelectMany(lines => lines).OrderBy(line => line.Time)];
    }
}
