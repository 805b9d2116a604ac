using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Functions.Asynchronous;

/// <summary>What templates ask of asynchronous invocations that Lambda would refuse, or that isn't done here.</summary>
internal static class AsynchronousRefusals
{
    private const int MaximumRetries = 2;
    private const int MinimumAgeSeconds = 60;
    private const int MaximumAgeSeconds = 21_600;

    public static IEnumerable<Refusal> Of(Deployment deployment) =>
    [
        .. from config in deployment.EventInvokeConfigs
           from reason in Reasons(config, deployment)
           select new Refusal(config.Resource.Path, reason),
        .. from function in deployment.Functions
           where function.DeadLetterArn is { } arn && !IsQueue(deployment, arn) && !IsTopic(deployment, arn)
           select new Refusal(
               function.Resource.Path,
               $"DeadLetterConfig.TargetArn {function.DeadLetterArn} is not a standard queue or topic of this deployment."),
    ];

    private static IEnumerable<string> Reasons(EventInvokeConfigResource config, Deployment deployment)
    {
        if (deployment.FindFunction(config.FunctionName) is null)
        {
            yield return $"its function {config.FunctionName} is not part of this deployment.";
        }

        if (config.Qualifier != "$LATEST")
        {
            yield return $"its Qualifier is {config.Qualifier}, and only $LATEST of a function runs here.";
        }

        if (config.MaximumRetryAttempts is < 0 or > MaximumRetries)
        {
            yield return $"MaximumRetryAttempts must be 0 to {MaximumRetries}, and is {config.MaximumRetryAttempts}.";
        }

        if (config.MaximumEventAgeSeconds is < MinimumAgeSeconds or > MaximumAgeSeconds)
        {
            yield return $"MaximumEventAgeInSeconds must be {MinimumAgeSeconds} to {MaximumAgeSeconds}, and is {config.MaximumEventAgeSeconds}.";
        }

        foreach (var destination in new[] { config.OnSuccessDestinationArn, config.OnFailureDestinationArn }.OfType<string>())
        {
            if (!IsDestination(deployment, destination))
            {
                yield return $"the destination {destination} is not a standard queue, topic, function or event bus of this deployment.";
            }
        }
    }

    private static bool IsDestination(Deployment deployment, string arn) =>
        IsQueue(deployment, arn)
        || IsTopic(deployment, arn)
        || deployment.Functions.Any(function => function.Arn == arn)
        || deployment.EventBuses.Any(bus => bus.Arn == arn)
        || arn.EndsWith(":event-bus/default", StringComparison.Ordinal);

    private static bool IsQueue(Deployment deployment, string arn) => deployment.Queues.Any(queue => queue.Arn == arn && !queue.Fifo);

    private static bool IsTopic(Deployment deployment, string arn) => deployment.Topics.Any(topic => topic.Arn == arn && !topic.Fifo);
}
