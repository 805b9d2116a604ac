using System.CommandLine;
using Amazon.Runtime;
using SensorWatch.Contracts.Json;
using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.Replays;

/// <summary><c>replay</c>, <c>replay list</c> and <c>replay cancel</c>.</summary>
internal sealed class ReplayCommands(Shell shell, CommonOptions options)
{
    public Command Create()
    {
        var command = new ReplayStartCommand(shell, options).Create();
        command.Subcommands.Add(List());
        command.Subcommands.Add(Cancel());
        return command;
    }

    internal static string Line(Replay replay) =>
        $"{replay.Name}  {replay.State}  events from {UtcTimeConverter.ToText(replay.From)} to {UtcTimeConverter.ToText(replay.To)}"
        + (replay.LastReplayed is { } last ? $", sent until {UtcTimeConverter.ToText(last)}" : "")
        + (replay.StateReason is { Length: > 0 } reason ? $"  ({reason})" : "");

    private Command List()
    {
        var command = new Command("list", "Show the replays of an environment's archives: EventBridge keeps them for 90 days.");
        command.SetAction(ListAsync);
        return command;
    }

    private Command Cancel()
    {
        var name = new Argument<string>("name") { Description = "The replay's name: replay list shows it", HelpName = "NAME" };
        var command = new Command("cancel", "Stop a replay: what it has sent stays sent.") { name };
        command.SetAction((parsed, cancellationToken) => CancelAsync(parsed, parsed.GetRequiredValue(name), cancellationToken));
        return command;
    }

    private async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var replays = (await AllAsync(aws, parsed, cancellationToken)).OrderByDescending(replay => replay.StartedAt).ToList();
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(replays));
            return ExitCode.Done;
        }

        foreach (var replay in replays)
        {
            await shell.Output.WriteLineAsync(Line(replay));
        }

        return ExitCode.Done;
    }

    private async Task<int> CancelAsync(ParseResult parsed, string name, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        try
        {
            await aws.EventBridge.CancelReplayAsync(name, cancellationToken);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "ResourceNotFoundException")
        {
            // Says which there are.
            _ = NameMatch.One(name, "replays", await AllAsync(aws, parsed, cancellationToken), replay => (replay.Name, replay.Name));
            throw;
        }

        var cancelled = await aws.EventBridge.DescribeReplayAsync(name, cancellationToken);
        await shell.Output.WriteLineAsync(options.Json(parsed) ? OperatorJson.Of(cancelled) : Line(cancelled));
        return ExitCode.Done;
    }

    private async Task<IReadOnlyList<Replay>> AllAsync(AwsClients aws, ParseResult parsed, CancellationToken cancellationToken)
    {
        var busArn = await DeployedSystem.GetBusArnAsync(aws, options.Environment(parsed), cancellationToken);
        return await aws.EventBridge.ListReplaysOfBusAsync(busArn, cancellationToken);
    }
}
