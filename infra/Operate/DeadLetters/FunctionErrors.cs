using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Tracing;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>Finds in the functions' logs what went wrong with messages.</summary>
internal sealed class FunctionErrors(AwsClients aws, DeployedSystem system, TimeProvider time)
{
    private static readonly TimeSpan LeastAge = TimeSpan.FromDays(1);

    private const string AnyError = """{ $.level = "ERROR" || $.level = "FATAL" || $.record.status = "error" || $.record.status = "timeout" }""";

    /// <summary>Adds the last error that the queue's functions logged about each message, or at all.</summary>
    /// <param name="queue">Where the messages are.</param>
    /// <param name="letters">The messages.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<DeadLetter>> AddAsync(DeadLetterQueue queue, IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var functions = FunctionsOf(queue);
        if (functions.Count == 0 || letters.All(letter => letter.Reason.At != FailedAt.Queue))
        {
            return letters;
        }

        // A local run's queues may be ahead of its logs, which have this machine's clock.
        var since = letters.Select(letter => letter.SentAt).Append(time.GetUtcNow() - LeastAge).Min();
        var named = await SearchAsync(functions, FilterPatterns.Any(letters.Select(letter => letter.MessageId)), since, cancellationToken);
        List<DeadLetter> explained = [.. letters.Select(letter => letter with { LastError = LastAbout(letter, named) })];
        if (explained.All(letter => letter.LastError is not null || letter.Reason.At != FailedAt.Queue))
        {
            return explained;
        }

        // A crash or a time-out names no message.
        return await SearchAsync(functions, [AnyError], since, cancellationToken) is not [.., var last]
            ? explained
            : [.. explained.Select(letter => letter.LastError is null && letter.Reason.At == FailedAt.Queue ? letter with { LastError = $"none about this message; of others: {Text(last)}" } : letter)];
    }

    private static string? LastAbout(DeadLetter letter, IReadOnlyList<LogLine> lines) =>
        lines.LastOrDefault(line => line.Text.Contains(letter.MessageId, StringComparison.Ordinal)) is { } line ? Text(line) : null;

    private static string Text(LogLine line) => $"{line.Time:yyyy-MM-dd HH:mm:ss}Z {line.Function}: {line.Reason ?? line.Text}";

    private IReadOnlyList<Function> FunctionsOf(DeadLetterQueue queue)
    {
        var sources = queue.Sources.Select(source => source.Arn).ToHashSet(StringComparer.Ordinal);
        var arns = system.Mappings.Where(mapping => sources.Contains(mapping.SourceArn)).Select(mapping => mapping.FunctionArn).ToHashSet(StringComparer.Ordinal);
        return [.. system.Functions.Where(function => arns.Contains(function.Arn))];
    }

    private async Task<IReadOnlyList<LogLine>> SearchAsync(
        IReadOnlyList<Function> functions, IEnumerable<string> patterns, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(patterns.SelectMany(pattern => functions.Select(async function =>
            (await aws.Logs.FilterAsync(function.LogGroup, pattern, since, cancellationToken)).Select(line => LogLine.Of(line, function.Title)))));
        return [.. found.SelectMany(lines => lines).OrderBy(line => line.Time)];
    }
}
