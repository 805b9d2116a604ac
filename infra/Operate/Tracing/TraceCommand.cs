using System.CommandLine;
using SensorWatch.Contracts.Json;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;
using SensorWatch.Operate.Replays;

namespace SensorWatch.Operate.Tracing;

/// <summary><c>trace</c>.</summary>
internal sealed class TraceCommand(Shell shell, CommonOptions options)
{
    /// <summary>For clocks that differ, and for what happened before the event.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(1);

    private readonly Argument<string> _id = new("event-id") { Description = "An event's id, or a correlation id", HelpName = "EVENT-ID" };
    private readonly Option<DateTimeOffset?> _since = MomentArgument.Option(
        "--since", "Logs since then; without it, since the time that the id has in it (UUID version 7), or 1d", shell.Time);

    public Command Create()
    {
        var command = new Command(
            "trace",
            $"""
            Tell an event's story out of the functions' logs: by its id to its correlation id, by that to all that belongs
            together, as a tree of causes and effects with times, functions and errors.
            Consumers log each event that they take at level DEBUG, which dev has; where only INFO is logged, a consumer that
            took an event and had nothing to say of it isn't seen. Logs are searched, which CloudWatch does slowly: give --since
            to look further back than it does by itself.

            Examples:
              trace 0197c1a2-3b4c-7d5e-8f60-718293a4b5c6
              trace JKJaXmPLvHcESHA= --since 2d --environment prod

            {ExitCode.Meaning}
            """)
        {
            _id, _since,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var (environment, id) = (options.Environment(parsed), parsed.GetRequiredValue(_id));
        await DeployedSystem.GetBusArnAsync(aws, environment, cancellationToken);
        var functions = await DeployedSystem.ListFunctionsAsync(aws, environment, cancellationToken);
        var since = parsed.GetValue(_since) ?? (TimeOf(id) - Margin ?? shell.Time.GetUtcNow() - DefaultAge);
        var search = new LogSearch(aws.Logs, functions, since);
        if (await shell.ShowAsync("trace", report => search.FindAsync(id, report, cancellationToken)) is not { } story)
        {
            throw new OperatorException(
                $"No log of {environment.Name} since {UtcTimeConverter.ToText(since)} names {id}. "
                + "Logs are there some seconds after the event; an older event needs --since; what waits in a queue has no log yet: see status.");
        }

        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(story));
        }
        else
        {
            foreach (var line in StoryText.Lines(story))
            {
                await shell.Output.WriteLineAsync(line);
            }
        }

        return story.Errors > 0 ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    /// <summary>The time in an id that has one: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7</summary>
    internal static DateTimeOffset? TimeOf(string id) =>
        Guid.TryParse(id, out var uuid) && uuid.Version == 7
            ? DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(uuid.ToString("N")[..12], 16))
            : null;
}
