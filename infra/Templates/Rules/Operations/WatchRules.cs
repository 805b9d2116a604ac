using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>Whether somebody is told when something fails.</summary>
internal static class WatchRules
{
    private const string Sqs = "AWS/SQS";

    private const string Sent = "NumberOfMessagesSent";

    /// <summary>These rise however a message came into the queue.</summary>
    private static readonly string[] Waiting = ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"];

    private static readonly DesignRule DeadLetters = new()
    {
        Id = "operations/dead-letter-alarm",
        Sentence = "An alarm tells somebody when a dead-letter queue holds a message.",
        Mend = "Put an alarm with an action on ApproximateNumberOfMessagesVisible of the queue's QueueName, above 0.",
        Source = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/dead-letter-queues-alarms-cloudwatch.html",
        Check = context =>
        {
            var alarms = new Alarms(context);
            return from dead in DeadLetterQueues.Of(context)
                   where !dead.Queue.Name.IsUnresolved() && !IsConsumed(context, dead.Queue) && !context.IsKnownToNestedStack(dead.Queue)
                   let fault = QueueFault(alarms, dead)
                   where fault is not null
                   select new Finding(dead.Queue, fault);
        },
    };

    private static readonly DesignRule Functions = new()
    {
        Id = "operations/function-alarm",
        Sentence = "An alarm tells somebody when a function fails.",
        Mend = "Put an alarm with an action on the sum of Errors of the function's FunctionName.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
        Check = context =>
        {
            var alarms = new Alarms(context);
            return from function in context.Working()
                   where !function.Name.IsUnresolved() && !context.IsKnownToNestedStack(function)
                   let watching = alarms.On("AWS/Lambda", ["Errors"], "FunctionName", function.Name)
                   let fault = watching.Count == 0 ? "No alarm is on its Errors." : Unheard(alarms, watching)
                   where fault is not null
                   select new Finding(function, fault);
        },
    };

    public static IReadOnlyList<DesignRule> All { get; } = [DeadLetters, Functions];

    private static string? QueueFault(Alarms alarms, DeadLetterQueue dead)
    {
        var watching = alarms.On(Sqs, Waiting, "QueueName", dead.Queue.Name);
        var onSent = alarms.On(Sqs, [Sent], "QueueName", dead.Queue.Name);
        return (watching, onSent) switch
        {
            ({ Count: > 0 }, _) => Unheard(alarms, watching),
            (_, [var sent, ..]) when dead.IsRedriven =>
                $"The alarm {sent.Path} is on {Sent}, which does not count what SQS moves there from {Senders(dead)}.",
            (_, { Count: > 0 }) => Unheard(alarms, onSent),
            _ => $"No alarm is on its messages, which are what failed in {Senders(dead)}.",
        };
    }

    private static string Senders(DeadLetterQueue dead) => dead.Senders.Count == 1 ? dead.Senders[0].Path : $"{dead.Senders[0].Path} and others";

    private static string? Unheard(Alarms alarms, IReadOnlyList<Resource> watching) => watching.Any(alarms.IsHeard)
        ? null
        : $"The alarm {watching[0].Path} tells nobody: {Alarms.WhySilent(watching[0])}.";

    /// <summary>A function takes its messages: it is no place where they wait for a person.</summary>
    private static bool IsConsumed(DesignContext context, Resource queue) => context.Deployment.OfType(EventSourceMappingResource.Type)
        .Any(mapping => mapping.Text("EventSourceArn") is { } source && source == queue.Attributes.GetValueOrDefault("Arn")
            && !string.Equals(mapping.Text("Enabled"), "false", StringComparison.OrdinalIgnoreCase));
}
