using System.CommandLine;
using SensorWatch.Operate.Aws;
using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.DeadLetters;

/// <summary><c>dlq list</c>, <c>dlq peek</c> and <c>dlq redrive</c>.</summary>
internal sealed class DlqCommands(Shell shell, CommonOptions options)
{
    public Command Create() => new(
        "dlq",
        """
        Dead-letter queues: what failed, why, and once more.
        A queue is named by its short name, or by a part of its name that only one has.

        Examples:
          dlq list
          dlq peek StoreReadingsQueue --limit 3
          dlq redrive StoreReadingsQueue --filter greenhouse-1 --dry-run
          dlq redrive StoreReadingsQueue --rate 10
        """)
    {
        new DlqListCommand(shell, options).Create(),
        new DlqPeekCommand(shell, options).Create(),
        new DlqRedriveCommand(shell, options).Create(),
    };

    internal static Argument<string> QueueArgument() => new("queue") { Description = "The dead-letter queue: dlq list shows the names", HelpName = "QUEUE" };

    internal static Option<string?> FilterOption() => new("--filter")
    {
        Description = "Only messages with this text in the body, an attribute or the id, in any case of letters",
        HelpName = "TEXT",
    };

    internal static Option<int?> NumberOption(string name, int maximum, string description)
    {
        var option = new Option<int?>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => int.TryParse(result.Tokens.Single().Value, out var number) && number >= 1 && number <= maximum
                ? number
                : CommonOptions.Refuse<int?>(result, $"{name}: expected a number from 1 to {maximum}; got '{result.Tokens.Single().Value}'"),
        };
        return option;
    }

    /// <summary>The system, and the queue of it that is meant.</summary>
    internal static async Task<(DeployedSystem System, DeadLetterQueue Queue)> FindAsync(
        AwsClients aws, SystemEnvironment environment, string name, CancellationToken cancellationToken)
    {
        var system = await DeployedSystem.ReadAsync(aws, environment, cancellationToken);
        return (system, NameMatch.One(name, "dead-letter queues", system.DeadLetterQueues, queue => (queue.Queue.Name, queue.Queue.ShortName)));
    }
}
