using Amazon.Runtime;
using Amazon.SQS.Model;
using SensorWatch.Operate.Aws;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Operate.Environments;

/// <summary>
/// What an environment consists of, as the services list it: no name is fixed here, so that a consumer that is added is seen
/// without a change.
/// </summary>
internal sealed record DeployedSystem
{
    public required SystemEnvironment Environment { get; init; }

    public required string BusArn { get; init; }

    public required IReadOnlyList<EnvironmentQueue> Queues { get; init; }

    /// <summary>Of the system's own bus, and its own of the default bus.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    public required IReadOnlyList<Function> Functions { get; init; }

    public required IReadOnlyList<Mapping> Mappings { get; init; }

    /// <summary>The queues in which what failed waits for a person.</summary>
    public IReadOnlyList<DeadLetterQueue> DeadLetterQueues =>
    [
        .. Queues.Select(queue => new DeadLetterQueue
        {
            Queue = queue,
            Sources = [.. Queues.Where(source => source.DeadLetterArn == queue.Arn)],
            Rules = [.. Rules.Where(rule => rule.Targets.Any(target => target.DeadLetterArn == queue.Arn))],
            Mappings = [.. Mappings.Where(mapping => mapping.FailureArn == queue.Arn)],
        }).Where(queue => queue.Sources.Count + queue.Rules.Count + queue.Mappings.Count > 0),
    ];

    /// <summary>Asks the services.</summary>
    /// <exception cref="OperatorException">There is no such environment.</exception>
    public static async Task<DeployedSystem> ReadAsync(AwsClients aws, SystemEnvironment environment, CancellationToken cancellationToken)
    {
        var busArn = await GetBusArnAsync(aws, environment, cancellationToken);
        var queues = ListQueuesAsync(aws, environment, cancellationToken);
        var own = aws.EventBridge.ListRulesAsync(environment.BusName, prefix: null, cancellationToken);
        var onDefault = aws.EventBridge.ListRulesAsync("default", environment.Prefix, cancellationToken);
        var functions = ListFunctionsAsync(aws, environment, cancellationToken);
        var mappings = aws.Lambda.ListMappingsAsync(cancellationToken);
        await Task.WhenAll(queues, own, onDefault, functions, mappings);
        var arns = (await functions).Select(function => function.Arn).ToHashSet(StringComparer.Ordinal);
        return new()
        {
            Environment = environment,
            BusArn = busArn,
            Queues = await queues,
            Rules = [.. await own, .. await onDefault],
            Functions = await functions,
            Mappings = [.. (await mappings).Where(mapping => arns.Contains(mapping.FunctionArn))],
        };
    }

    /// <summary>The ARN of the system's bus: an environment is there when its bus is.</summary>
    /// <exception cref="OperatorException">There is no such environment.</exception>
    public static async Task<string> GetBusArnAsync(AwsClients aws, SystemEnvironment environment, CancellationToken cancellationToken)
    {
        try
        {
            return await aws.EventBridge.GetBusArnAsync(environment.BusName, cancellationToken);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode == "ResourceNotFoundException")
        {
            var buses = await aws.EventBridge.ListBusesAsync(SystemEnvironment.BusPrefix, cancellationToken);
            var names = buses.Select(bus => bus[SystemEnvironment.BusPrefix.Length..]).ToList();
            throw new OperatorException(
                $"Expected the environment '{environment.Name}' at {aws.Target.Name}; it has no bus {environment.BusName}. "
                + (names.Count == 0 ? "No environment is there: deploy one, or check --endpoint and --region." : Suggestion.For(environment.Name, names)));
        }
    }

    public static async Task<IReadOnlyList<Function>> ListFunctionsAsync(AwsClients aws, SystemEnvironment environment, CancellationToken cancellationToken) =>
        [.. (await aws.Lambda.ListFunctionsAsync(cancellationToken)).Where(function => environment.Owns(function.Name))];

    private static async Task<IReadOnlyList<EnvironmentQueue>> ListQueuesAsync(AwsClients aws, SystemEnvironment environment, CancellationToken cancellationToken)
    {
        var urls = new List<string>();
        var request = new ListQueuesRequest { QueueNamePrefix = environment.Prefix, MaxResults = 1000 };
        do
        {
            var page = await aws.Sqs.ListQueuesAsync(request, cancellationToken);
            urls.AddRange(page.QueueUrls ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        var queues = await Task.WhenAll(urls.Select(url => EnvironmentQueue.ReadAsync(aws.Sqs, environment, url, cancellationToken)));
        return [.. queues.OrderBy(queue => queue.Name, StringComparer.Ordinal)];
    }
}

/// <summary>A queue in which what failed waits for a person, and who puts it there.</summary>
internal sealed record DeadLetterQueue
{
    public required EnvironmentQueue Queue { get; init; }

    /// <summary>Queues whose messages failed too often.</summary>
    public required IReadOnlyList<EnvironmentQueue> Sources { get; init; }

    /// <summary>Rules that couldn't deliver.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }

    /// <summary>Mappings that gave up a batch of a stream.</summary>
    public required IReadOnlyList<Mapping> Mappings { get; init; }

    /// <summary>SQS itself moves messages back only to the queues that they came from.</summary>
    public bool HasQueuesOnly => Sources.Count > 0 && Rules.Count + Mappings.Count == 0;
}
