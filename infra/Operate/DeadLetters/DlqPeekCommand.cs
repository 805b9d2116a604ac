using System.CommandLine;
using Amazon.SQS.Model;
using SensorWatch.Contracts.Json;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.DeadLetters;

/// <summary><c>dlq peek</c>.</summary>
internal sealed class DlqPeekCommand(Shell shell, CommonOptions options)
{
    private const int DefaultLimit = 10;
    private const int MaximumLimit = 10_000;
    private const int ShownCharacters = 300;

    private readonly Argument<string> _queue = DlqCommands.QueueArgument();
    private readonly Option<int?> _limit = DlqCommands.NumberOption("--limit", MaximumLimit, $"At most so many messages ({DefaultLimit})");
    private readonly Option<string?> _filter = DlqCommands.FilterOption();

    public Command Create()
    {
        var command = new Command(
            "peek",
            $"""
            Show messages of a dead-letter queue, and why each is there.
            SQS has no peek: messages are received, held for a moment, and given back. So their receive counts rise (which
            moves nothing: a dead-letter queue has no dead-letter queue of its own), and for that moment nobody else sees
            them; if the command is killed, for {QueueScan.VisibilitySeconds} seconds.
            The reason is what EventBridge or Lambda wrote beside the message, or the last error that the function logged.

            Examples:
              dlq peek StoreReadingsQueue
              dlq peek CheckLimitsUndelivered --limit 1 --json
              dlq peek NotifyOperatorsQueue --filter greenhouse-1

            {ExitCode.Meaning}
            """)
        {
            _queue, _limit, _filter,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var (system, queue) = await DlqCommands.FindAsync(aws, options.Environment(parsed), parsed.GetRequiredValue(_queue), cancellationToken);
        var messages = new List<Message>();
        var limit = parsed.GetValue(_limit) ?? DefaultLimit;
        await using (var scan = new QueueScan(aws.Sqs, queue.Queue.Url, shell.Time))
        {
            var filter = new MessageFilter(parsed.GetValue(_filter), MessageId: null);
            await foreach (var batch in scan.ReadAsync(cancellationToken))
            {
                messages.AddRange(batch.Where(filter.Matches));
                if (messages.Count >= limit)
                {
                    break;
                }
            }
        }

        var letters = messages.Take(limit).Select(message => DeadLetter.Of(message, queue, system.Environment)).ToList();
        var explained = await new FunctionErrors(aws, system, shell.Time).AddAsync(queue, letters, cancellationToken);
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(explained));
            return ExitCode.Done;
        }

        await shell.Output.WriteLineAsync($"{queue.Queue.ShortName}: {explained.Count} shown of {queue.Queue.Messages}");
        foreach (var line in explained.SelectMany(Lines))
        {
            await shell.Output.WriteLineAsync(line);
        }

        if (explained.Count > 0)
        {
            await shell.Error.WriteLineAsync($"Once the reason is mended: dlq redrive {queue.Queue.ShortName}{options.Repeated(parsed)}");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<string> Lines(DeadLetter letter)
    {
        yield return "";
        yield return $"{letter.MessageId}  sent {UtcTimeConverter.ToText(letter.SentAt)}  received {letter.Receives} times, peeks among them";
        if (letter.Event is { } @event)
        {
            yield return $"  event   {@event.DetailType} {@event.EventId}" + (@event.CorrelationId is { } correlation ? $" of {correlation}" : "");
        }

        yield return $"  reason  {letter.Reason.Text}";
        if (letter.LastError is { } error)
        {
            yield return $"  error   {error}";
        }

        yield return $"  body    {(letter.Body.Length > ShownCharacters ? letter.Body[..ShownCharacters] + "…" : letter.Body)}";
    }
}
