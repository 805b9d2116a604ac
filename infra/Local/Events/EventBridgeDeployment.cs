using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>What a deployment has of EventBridge, and where it stands.</summary>
public sealed record EventBridgeDeployment
{
    public const string DefaultBus = "default";

    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>The custom buses; the default bus is always there.</summary>
    public IReadOnlyList<EventBusResource> Buses { get; init; } = [];

    public IReadOnlyList<RuleResource> Rules { get; init; } = [];

    public IReadOnlyList<ArchiveResource> Archives { get; init; } = [];

    /// <summary>EventBridge Scheduler's.</summary>
    public IReadOnlyList<ScheduleResource> Schedules { get; init; } = [];

    public IReadOnlyList<QueuePolicyResource> QueuePolicies { get; init; } = [];

    /// <summary>All policies of the deployment: those of topics, of log groups and of the roles of schedules.</summary>
    public DeploymentPolicies Policies
    {
        get => field ??= DeploymentPolicies.Of(Deployment.Resolve([]));
        init;
    }

    /// <summary>What a deployment's templates declare of EventBridge.</summary>
    public static EventBridgeDeployment Of(Deployment deployment)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        return new()
        {
            Account = deployment.Settings.Account,
            Region = deployment.Settings.Region,
            Buses = deployment.EventBuses,
            Rules = deployment.Rules,
            Archives = deployment.Archives,
            Schedules = deployment.Schedules,
            QueuePolicies = deployment.QueuePolicies,
            Policies = DeploymentPolicies.Of(deployment),
        };
    }

    /// <summary>Names and ARNs of all buses, the default one first.</summary>
    public IEnumerable<(string Name, string Arn)> AllBuses() =>
        Buses.Select(bus => (bus.Name, bus.Arn)).Prepend((DefaultBus, $"arn:aws:events:{Region}:{Account}:event-bus/{DefaultBus}"));

    /// <summary>Whether an ARN is that of an event bus, of this deployment or another.</summary>
    public static bool IsBus(string arn) => arn.Split(':') is ["arn", _, "events", _, _, var name] && name.StartsWith("event-bus/", StringComparison.Ordinal);

    /// <summary>The name in a bus's name or ARN.</summary>
    public static string BusName(string? nameOrArn) => nameOrArn is null ? DefaultBus : nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];
}
