using System.CommandLine;
using System.Globalization;
using SensorWatch.Contracts.Json;
using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.Replays;

/// <summary><c>replay</c>.</summary>
internal sealed class ReplayStartCommand(Shell shell, CommonOptions options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Option<DateTimeOffset?> _from = MomentArgument.Option("--from", "Events since then", shell.Time, required: true);
    private readonly Option<DateTimeOffset?> _to = MomentArgument.Option("--to", "Events until then; without it, now", shell.Time);
    private readonly Option<string[]> _rules = new("--rule")
    {
        Description = "Only to this rule, or all whose names have this part, such as a consumer's name; may be given more than once. Without it, to all rules of the bus",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _archive = new("--archive") { Description = "The archive, if the bus has more than one", HelpName = "NAME" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be replayed to which rules, and replay nothing" };

    public Command Create()
    {
        var command = new Command(
            "replay",
            $"""
            Send archived events again, in about their order, and wait until that is done.
            Consumers here know an event by its id: what they did for it they don't do again. Name the rules of the consumers that
            missed something, and the others are left alone. Ctrl-C ends the waiting; the replay itself goes on until
            replay cancel NAME.

            Examples:
              replay --from 2h --rule StoreReadings --dry-run
              replay --from 2026-01-02T00:00:00Z --to 2026-01-02T06:00:00Z --rule CheckLimits
              replay list
              replay cancel operate-20260102T030405678Z

            {ExitCode.Meaning}
            """)
        {
            _from, _to, _rules, _archive, _dryRun,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (from, to) = (parsed.GetValue(_from)!.Value, parsed.GetValue(_to) ?? shell.Time.GetUtcNow());
        if (from >= to)
        {
            throw OperatorException.WrongArguments($"Expected --from before --to; got {UtcTimeConverter.ToText(from)} and {UtcTimeConverter.ToText(to)}.");
        }

        using var aws = options.Connect(parsed, shell);
        var environment = options.Environment(parsed);
        var busArn = await DeployedSystem.GetBusArnAsync(aws, environment, cancellationToken);
        var archive = FindArchive(await aws.EventBridge.ListArchivesAsync(busArn, cancellationToken), environment, parsed.GetValue(_archive));
        var all = await aws.EventBridge.ListRulesAsync(environment.BusName, prefix: null, cancellationToken);
        var chosen = parsed.GetValue(_rules)!
            .SelectMany(name => NameMatch.Matches(name, $"rules of {environment.BusName}", all, rule => (rule.Name, environment.ShortName(rule.Name))))
            .DistinctBy(rule => rule.Arn)
            .ToList();
        var plan = new ReplayPlan(
            $"operate-{shell.Time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}",
            archive.Name, from, to, [.. (chosen.Count > 0 ? chosen : all).Select(rule => environment.ShortName(rule.Name))]);
        if (parsed.GetValue(_dryRun))
        {
            await WritePlanAsync(parsed, plan, archive, chosen.Count > 0 ? chosen : all);
            return ExitCode.Done;
        }

        var archiveArn = await aws.EventBridge.GetArchiveArnAsync(archive.Name, cancellationToken);
        await aws.EventBridge.StartReplayAsync(plan.Name, archiveArn, busArn, [.. chosen.Select(rule => rule.Arn)], from, to, cancellationToken);
        return await WaitAsync(parsed, aws, plan, cancellationToken);
    }

    private static Archive FindArchive(IReadOnlyList<Archive> archives, SystemEnvironment environment, string? name) => (name, archives) switch
    {
        ({ } given, _) => NameMatch.One(given, $"archives of {environment.BusName}", archives, archive => (archive.Name, environment.ShortName(archive.Name))),
        (null, [var only]) => only,
        (null, []) => throw new OperatorException($"Expected an archive of the bus {environment.BusName}; it has none, so nothing can be replayed."),
        _ => throw new OperatorException($"The bus {environment.BusName} has {archives.Count} archives: {string.Join(", ", archives.Select(archive => environment.ShortName(archive.Name)))}. Give one as --archive."),
    };

    private async Task WritePlanAsync(ParseResult parsed, ReplayPlan plan, Archive archive, IReadOnlyList<Rule> rules)
    {
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(plan));
            return;
        }

        await shell.Output.WriteLineAsync(
            $"Would send what {plan.Archive} keeps from {UtcTimeConverter.ToText(plan.From)} to {UtcTimeConverter.ToText(plan.To)} to:");
        foreach (var (name, rule) in plan.Rules.Zip(rules))
        {
            await shell.Output.WriteLineAsync($"  {name}  {rule.Pattern}");
        }

        await shell.Error.WriteLineAsync($"The archive holds {archive.Events} events in all, as far as EventBridge has counted; how many of that time, it doesn't tell.");
    }

    private async Task<int> WaitAsync(ParseResult parsed, AwsClients aws, ReplayPlan plan, CancellationToken cancellationToken)
    {
        Replay replay;
        try
        {
            replay = await shell.ShowAsync(plan.Name, report => WaitAsync(aws, plan, report, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            await shell.Error.WriteLineAsync($"{plan.Name} goes on. To stop it: replay cancel {plan.Name}{options.Repeated(parsed)}");
            throw;
        }

        await shell.Output.WriteLineAsync(options.Json(parsed) ? OperatorJson.Of(replay) : ReplayCommands.Line(replay));
        return replay.State == "COMPLETED" ? ExitCode.Done : ExitCode.Failed;
    }

    private async Task<Replay> WaitAsync(AwsClients aws, ReplayPlan plan, Action<Advance> report, CancellationToken cancellationToken)
    {
        while (true)
        {
            var replay = await aws.EventBridge.DescribeReplayAsync(plan.Name, cancellationToken);
            var done = (replay.LastReplayed ?? plan.From) - plan.From;
            report(new(Math.Max(0, done.TotalMinutes), (plan.To - plan.From).TotalMinutes, "minutes of events"));
            if (!replay.IsRunning)
            {
                return replay;
            }

            await Task.Delay(Pause, shell.Time, cancellationToken);
        }
    }
}

/// <summary>What a replay is to do; the JSON of <c>replay --dry-run</c>.</summary>
/// <param name="Name">The replay's name.</param>
/// <param name="Archive">The archive's name.</param>
/// <param name="From">Events since then.</param>
/// <param name="To">Events until then.</param>
/// <param name="Rules">Short names of the rules that get them.</param>
internal sealed record ReplayPlan(string Name, string Archive, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Rules);
