using System.CommandLine;
using System.Globalization;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.DeadLetters;

/// <summary><c>dlq list</c>.</summary>
internal sealed class DlqListCommand(Shell shell, CommonOptions options)
{
    private static readonly string[] Heads = ["DEAD-LETTER QUEUE", "MESSAGES", "HOLDS WHAT FAILED AT"];

    public Command Create()
    {
        var command = new Command("list", $"Show the dead-letter queues, those that hold something first.\n\n{ExitCode.Meaning}");
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var system = await DeployedSystem.ReadAsync(aws, options.Environment(parsed), cancellationToken);
        var queues = system.DeadLetterQueues
            .Select(queue => DeadLetterQueueReport.OfQueue(queue, system))
            .OrderByDescending(queue => queue.Messages > 0)
            .ThenBy(queue => queue.Queue, StringComparer.Ordinal)
            .ToList();
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(queues));
        }
        else
        {
            var rows = queues.Select(queue => new[] { queue.Queue, queue.Messages.ToString(CultureInfo.InvariantCulture), string.Join(", ", queue.FailedAt) });
            foreach (var line in Columns.Align([Heads, .. rows]))
            {
                await shell.Output.WriteLineAsync(line);
            }
        }

        return queues.All(queue => queue.Messages == 0) ? ExitCode.Done : ExitCode.NeedsAttention;
    }
}

/// <summary>An element of the JSON of <c>dlq list</c>.</summary>
/// <param name="Queue">Its short name.</param>
/// <param name="Name">Its whole name.</param>
/// <param name="Messages">All in it: waiting, in flight, delayed.</param>
/// <param name="FailedAt">What puts messages there: <c>queue X</c>, <c>rule X</c>, <c>function X</c>.</param>
internal sealed record DeadLetterQueueReport(string Queue, string Name, int Messages, IReadOnlyList<string> FailedAt)
{
    public static DeadLetterQueueReport OfQueue(DeadLetterQueue queue, DeployedSystem system) => new(
        queue.Queue.ShortName,
        queue.Queue.Name,
        queue.Queue.Messages,
        [
            .. queue.Sources.Select(source => $"queue {source.ShortName}"),
            .. queue.Rules.Select(rule => $"rule {system.Environment.ShortName(rule.Name)}"),
            .. queue.Mappings.Select(mapping => $"function {system.Functions.FirstOrDefault(function => function.Arn == mapping.FunctionArn)?.Title ?? mapping.FunctionArn}").Distinct(),
        ]);
}
