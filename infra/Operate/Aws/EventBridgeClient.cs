using System.Globalization;
using System.Text.Json.Nodes;

namespace SensorWatch.Operate.Aws;

/// <summary>EventBridge's operations on buses, rules, archives and replays, as far as the commands use them.</summary>
internal sealed class EventBridgeClient(JsonServiceClient client) : IDisposable
{
    /// <summary>The ARN of a bus.</summary>
    /// <exception cref="Amazon.Runtime.AmazonServiceException"><c>ResourceNotFoundException</c>: there is no such bus.</exception>
    public async Task<string> GetBusArnAsync(string name, CancellationToken cancellationToken) =>
        (await client.CallAsync("DescribeEventBus", new() { ["Name"] = name }, cancellationToken)).Required("Arn");

    public async Task<IReadOnlyList<string>> ListBusesAsync(string prefix, CancellationToken cancellationToken) =>
        [.. (await ListAsync("ListEventBuses", "EventBuses", new() { ["NamePrefix"] = prefix }, cancellationToken)).Select(bus => bus.Required("Name"))];

    /// <param name="bus">Name of the bus.</param>
    /// <param name="prefix">What rules' names begin with; null for all rules.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<Rule>> ListRulesAsync(string bus, string? prefix, CancellationToken cancellationToken)
    {
        var request = new JsonObject { ["EventBusName"] = bus };
        if (prefix is not null)
        {
            request["NamePrefix"] = prefix;
        }

        var rules = await ListAsync("ListRules", "Rules", request, cancellationToken);
        return await Task.WhenAll(rules.Select(async rule => new Rule
        {
            Name = rule.Required("Name"),
            Arn = rule.Required("Arn"),
            BusName = bus,
            State = rule.Text("State") ?? "",
            Pattern = rule.Text("EventPattern"),
            Schedule = rule.Text("ScheduleExpression"),
            Description = rule.Text("Description"),
            Targets = await ListTargetsAsync(bus, rule.Required("Name"), cancellationToken),
        }));
    }

    /// <summary>The archives of a bus.</summary>
    public async Task<IReadOnlyList<Archive>> ListArchivesAsync(string busArn, CancellationToken cancellationToken)
    {
        var archives = await ListAsync("ListArchives", "Archives", new() { ["EventSourceArn"] = busArn }, cancellationToken);
        return [.. archives.Select(archive => new Archive
        {
            Name = archive.Required("ArchiveName"),
            BusArn = busArn,
            State = archive.Text("State") ?? "",
            Events = archive["EventCount"]?.GetValue<long>() ?? 0,
            Bytes = archive["SizeBytes"]?.GetValue<long>() ?? 0,
            RetentionDays = archive["RetentionDays"]?.GetValue<int>() ?? 0,
        })];
    }

    public async Task<string> GetArchiveArnAsync(string name, CancellationToken cancellationToken) =>
        (await client.CallAsync("DescribeArchive", new() { ["ArchiveName"] = name }, cancellationToken)).Required("ArchiveArn");

    /// <summary>The replays of a bus's archives, which EventBridge lists for 90 days.</summary>
    public async Task<IReadOnlyList<Replay>> ListReplaysOfBusAsync(string busArn, CancellationToken cancellationToken)
    {
        var archives = await ListArchivesAsync(busArn, cancellationToken);
        var arns = await Task.WhenAll(archives.Select(archive => GetArchiveArnAsync(archive.Name, cancellationToken)));
        var replays = await Task.WhenAll(arns.Select(arn => ListAsync("ListReplays", "Replays", new() { ["EventSourceArn"] = arn }, cancellationToken)));
        return [.. replays.SelectMany(list => list).Select(ToReplay)];
    }

    /// <summary>https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html</summary>
    public Task StartReplayAsync(
        string name, string archiveArn, string busArn, IReadOnlyList<string> ruleArns, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var destination = new JsonObject { ["Arn"] = busArn };
        if (ruleArns.Count > 0)
        {
            destination["FilterArns"] = new JsonArray([.. ruleArns.Select(arn => (JsonNode)arn)]);
        }

        var request = new JsonObject
        {
            ["ReplayName"] = name,
            ["EventSourceArn"] = archiveArn,
            ["EventStartTime"] = Seconds(from),
            ["EventEndTime"] = Seconds(to),
            ["Destination"] = destination,
        };
        return client.CallAsync("StartReplay", request, cancellationToken);
    }

    public async Task<Replay> DescribeReplayAsync(string name, CancellationToken cancellationToken) =>
        ToReplay(await client.CallAsync("DescribeReplay", new() { ["ReplayName"] = name }, cancellationToken));

    public Task CancelReplayAsync(string name, CancellationToken cancellationToken) =>
        client.CallAsync("CancelReplay", new() { ["ReplayName"] = name }, cancellationToken);

    public void Dispose() => client.Dispose();

    private static JsonNode Seconds(DateTimeOffset time) =>
        JsonNode.Parse((time.ToUnixTimeMilliseconds() / 1000m).ToString(CultureInfo.InvariantCulture))!;

    private static Replay ToReplay(JsonObject answer) => new()
    {
        Name = answer.Required("ReplayName"),
        State = answer.Required("State"),
        StateReason = answer.Text("StateReason"),
        From = answer.Seconds("EventStartTime") ?? default,
        To = answer.Seconds("EventEndTime") ?? default,
        LastReplayed = answer.Seconds("EventLastReplayedTime"),
        StartedAt = answer.Seconds("ReplayStartTime"),
        EndedAt = answer.Seconds("ReplayEndTime"),
    };

    private async Task<IReadOnlyList<RuleTarget>> ListTargetsAsync(string bus, string rule, CancellationToken cancellationToken)
    {
        var targets = await ListAsync("ListTargetsByRule", "Targets", new() { ["EventBusName"] = bus, ["Rule"] = rule }, cancellationToken);
        return [.. targets.Select(target => new RuleTarget
        {
            Arn = target.Required("Arn"),
            DeadLetterArn = target.Object("DeadLetterConfig").Text("Arn"),
            Transforms = target.ContainsKey("Input") || target.ContainsKey("InputPath") || target.ContainsKey("InputTransformer"),
        })];
    }

    private Task<List<JsonObject>> ListAsync(string operation, string member, JsonObject request, CancellationToken cancellationToken) =>
        JsonServiceClient.ListAsync(member, "NextToken", token =>
        {
            var page = (JsonObject)request.DeepClone();
            if (token is not null)
            {
                page["NextToken"] = token;
            }

            return client.CallAsync(operation, page, cancellationToken);
        });
}

/// <summary>A rule of EventBridge.</summary>
internal sealed record Rule
{
    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required string BusName { get; init; }

    /// <summary><c>ENABLED</c>, <c>DISABLED</c> or <c>ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS</c>.</summary>
    public required string State { get; init; }

    /// <summary>JSON; null of a schedule.</summary>
    public string? Pattern { get; init; }

    public string? Schedule { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<RuleTarget> Targets { get; init; }
}

/// <summary>A target of a rule.</summary>
internal sealed record RuleTarget
{
    public required string Arn { get; init; }

    /// <summary>The queue that takes what can't be delivered; null without one.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>The target gets something else than the event, while its dead-letter queue gets the event.</summary>
    public bool Transforms { get; init; }
}

/// <summary>An archive of a bus.</summary>
internal sealed record Archive
{
    public required string Name { get; init; }

    public required string BusArn { get; init; }

    public required string State { get; init; }

    /// <summary>How many it holds; EventBridge counts with up to a day's delay.</summary>
    public required long Events { get; init; }

    public required long Bytes { get; init; }

    /// <summary>0 for ever.</summary>
    public required int RetentionDays { get; init; }
}

/// <summary>A replay of archived events.</summary>
internal sealed record Replay
{
    public required string Name { get; init; }

    /// <summary><c>STARTING</c>, <c>RUNNING</c>, <c>CANCELLING</c>, <c>COMPLETED</c>, <c>CANCELLED</c> or <c>FAILED</c>.</summary>
    public required string State { get; init; }

    public string? StateReason { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>The time of the event that was sent last.</summary>
    public DateTimeOffset? LastReplayed { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public bool IsRunning => State is "STARTING" or "RUNNING" or "CANCELLING";
}
