using System.CommandLine;
using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.DeadLetters;

/// <summary><c>dlq redrive</c>.</summary>
internal sealed class DlqRedriveCommand(Shell shell, CommonOptions options)
{
    private readonly Argument<string> _queue = DlqCommands.QueueArgument();
    private readonly Option<string?> _filter = DlqCommands.FilterOption();
    private readonly Option<string?> _message = new("--message") { Description = "Only the message with this id", HelpName = "ID" };
    private readonly Option<int?> _rate = DlqCommands.NumberOption("--rate", MoveTask.MaximumRate, "Messages a second at most; without it, as fast as it goes");
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be sent where, and send nothing" };

    public Command Create()
    {
        var command = new Command(
            "redrive",
            $"""
            Try messages of a dead-letter queue again: each goes back to the queue that it failed at, or that EventBridge could
            not put it into. Mend the reason first (dlq peek), or they come back.
            Without a filter SQS moves them itself (StartMessageMoveTask); Ctrl-C ends that, and the rest stays. With a filter,
            and for what EventBridge put there, each message is sent, then deleted: nothing is lost when that is interrupted,
            and a message may arrive twice, which consumers here don't mind. What is only looked at is given back at the end,
            or {QueueScan.VisibilitySeconds} seconds after the command was killed.

            Examples:
              dlq redrive StoreReadingsQueue --dry-run
              dlq redrive StoreReadingsQueue --rate 10
              dlq redrive CheckLimitsQueue --filter greenhouse-1
              dlq redrive CheckLimitsUndelivered --message 7f0f47c3-8e2b-4f7a-9d55-0c7b6f1f2a10

            {ExitCode.Meaning}
            """)
        {
            _queue, _filter, _message, _rate, _dryRun,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var (system, queue) = await DlqCommands.FindAsync(aws, options.Environment(parsed), parsed.GetRequiredValue(_queue), cancellationToken);
        var filter = new MessageFilter(parsed.GetValue(_filter), parsed.GetValue(_message));
        if (queue.Queue.Messages == 0)
        {
            await shell.Error.WriteLineAsync($"{queue.Queue.ShortName} is empty: there is nothing to send again.");
        }

        return filter.IsSet || !queue.HasQueuesOnly || parsed.GetValue(_dryRun)
            ? await SendAsync(parsed, aws, system, queue, filter, cancellationToken)
            : await MoveAsync(parsed, aws, queue, cancellationToken);
    }

    private async Task<int> MoveAsync(ParseResult parsed, AwsClients aws, DeadLetterQueue queue, CancellationToken cancellationToken)
    {
        var moved = queue.Queue.Messages == 0
            ? 0
            : await shell.ShowAsync(queue.Queue.ShortName, report => new MoveTask(aws.Sqs, queue, shell.Time).RunAsync(parsed.GetValue(_rate), report, cancellationToken));
        await WriteAsync(parsed, new(queue.Queue.ShortName, DryRun: false, moved, []), $"Moved {moved} messages of {queue.Queue.ShortName} to {string.Join(", ", queue.Sources.Select(source => source.ShortName))}.");
        return ExitCode.Done;
    }

    private async Task<int> SendAsync(
        ParseResult parsed, AwsClients aws, DeployedSystem system, DeadLetterQueue queue, MessageFilter filter, CancellationToken cancellationToken)
    {
        var dryRun = parsed.GetValue(_dryRun);
        var redrive = new MessageRedrive(aws.Sqs, system, queue, shell.Time);
        var messages = queue.Queue.Messages == 0
            ? []
            : await shell.ShowAsync(queue.Queue.ShortName, report => redrive.RunAsync(filter, parsed.GetValue(_rate), dryRun, report, cancellationToken));
        if (filter.MessageId is { } id && messages.Count == 0)
        {
            throw new OperatorException($"Expected the message {id} in {queue.Queue.ShortName}; none of its messages has that id. See dlq peek {queue.Queue.ShortName}.");
        }

        var (going, staying) = (messages.Count(message => message.To is not null), messages.Where(message => message.To is null).ToList());
        var targets = string.Join(", ", messages.Select(message => message.To).OfType<string>().Distinct());
        await WriteAsync(
            parsed,
            new(queue.Queue.ShortName, dryRun, dryRun ? 0 : going, messages),
            $"{(dryRun ? "Would send" : "Sent")} {going} messages of {queue.Queue.ShortName}{(targets.Length > 0 ? $" to {targets}" : "")}.");
        foreach (var message in staying)
        {
            await shell.Error.WriteLineAsync($"{message.MessageId} stays: {message.Obstacle}.");
        }

        return staying.Count > 0 ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    private async Task WriteAsync(ParseResult parsed, RedriveReport report, string text)
    {
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(report));
            return;
        }

        await shell.Output.WriteLineAsync(text);
        foreach (var message in report.Messages.Where(message => report.DryRun && message.To is not null))
        {
            await shell.Output.WriteLineAsync($"  {message.MessageId}  {message.Event?.DetailType} {message.Event?.EventId}  to {message.To}");
        }
    }
}

/// <summary>The JSON of <c>dlq redrive</c>.</summary>
/// <param name="Queue">The dead-letter queue's short name.</param>
/// <param name="DryRun">Nothing was sent.</param>
/// <param name="Sent">How many went.</param>
/// <param name="Messages">Each message that the filter chose; none when SQS moved all itself.</param>
internal sealed record RedriveReport(string Queue, bool DryRun, long Sent, IReadOnlyList<RedrivenMessage> Messages);
