using System.CommandLine;
using System.Globalization;
using SensorWatch.Contracts.Json;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.Status;

/// <summary><c>status</c>.</summary>
internal sealed class StatusCommand(Shell shell, CommonOptions options)
{
    private static readonly string[] QueueHeads = ["QUEUE", "WAITING", "IN FLIGHT", "DELAYED"];
    private static readonly string[] MappingHeads = ["FUNCTION", "TAKES FROM", "MAPPING"];
    private static readonly string[] ReplayHeads = ["REPLAY", "STATE", "EVENTS FROM", "TO"];

    public Command Create()
    {
        var command = new Command(
            "status",
            $"""
            Show how an environment is: queues, mappings, rules, replays; what needs a person comes first.
            It needs a person when a dead-letter queue holds something, a mapping takes nothing, or a rule is disabled.

            Examples:
              status --endpoint http://127.0.0.1:4566
              status --environment prod --json | jq -r '.attention[]'

            {ExitCode.Meaning}
            """);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var system = await DeployedSystem.ReadAsync(aws, options.Environment(parsed), cancellationToken);
        var report = StatusReport.Of(system, await aws.EventBridge.ListReplaysOfBusAsync(system.BusArn, cancellationToken));
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(report));
        }
        else
        {
            foreach (var line in Lines(report, system))
            {
                await shell.Output.WriteLineAsync(line);
            }
        }

        return report.Well ? ExitCode.Done : ExitCode.NeedsAttention;
    }

    private static IEnumerable<string> Lines(StatusReport report, DeployedSystem system)
    {
        yield return report.Well
            ? $"{report.Environment}: all is well ({system.Queues.Count} queues, {report.Mappings.Count} mappings, {report.Rules.Count} rules)"
            : $"{report.Environment}: needs attention";
        foreach (var line in report.Attention)
        {
            yield return "  ! " + line;
        }

        var queues = report.Queues
            .Where(queue => !queue.DeadLetters || queue.Messages > 0)
            .Select(queue => new[] { queue.Queue, Number(queue.Depth), Number(queue.InFlight), Number(queue.Delayed) });
        var mappings = report.Mappings.Select(mapping => new[] { mapping.Function, mapping.Source, mapping.State });
        var replays = report.Replays.Select(replay => new[] { replay.Replay, replay.State, UtcTimeConverter.ToText(replay.From), UtcTimeConverter.ToText(replay.To) });
        foreach (var line in Section(QueueHeads, queues).Concat(Section(MappingHeads, mappings)).Concat(Section(ReplayHeads, replays)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Section(IReadOnlyList<string> heads, IEnumerable<string[]> rows)
    {
        List<IReadOnlyList<string>> all = [heads, .. rows];
        return all.Count > 1 ? Columns.Align(all).Prepend("") : [];
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
