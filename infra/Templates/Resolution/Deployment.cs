using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Resolution;

/// <summary>A set of stacks as deployed together: every resource with every reference in it resolved.</summary>
public sealed class Deployment
{
    /// <summary>Begins what stands for a value that could not be resolved; the reference and <c>}</c> follow.</summary>
    public const string UnresolvedMark = "${?";

    private readonly FaultLog _faults;

    private Deployment(
        DeploymentSettings settings, IReadOnlyList<StackArtifact> stacks, IReadOnlyList<Resource> resources, IReadOnlyList<StackOutput> outputs, FaultLog faults)
    {
        Settings = settings;
        Stacks = stacks;
        Resources = resources;
        Outputs = outputs;
        Exports = outputs.Where(output => output.ExportName is not null)
            .DistinctBy(output => output.ExportName)
            .ToDictionary(output => output.ExportName!, output => output.Value);
        _faults = faults;
    }

    public DeploymentSettings Settings { get; }

    /// <summary>The stacks that are deployed.</summary>
    public IReadOnlyList<StackArtifact> Stacks { get; }

    /// <summary>
    /// What could not be resolved so far, or read as the typed record that was asked for; always empty unless
    /// <see cref="DeploymentSettings.Tolerant"/>.
    /// </summary>
    public IReadOnlyList<ResolutionFault> Faults => _faults.Faults;

    /// <summary>The resources in the templates' order, the stacks in the order given.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    public IReadOnlyList<StackOutput> Outputs { get; }

    /// <summary>Exported values by name.</summary>
    public IReadOnlyDictionary<string, string> Exports { get; }

    public IReadOnlyList<EventBusResource> EventBuses => field ??= Read(EventBusResource.From, EventBusResource.Type);

    public IReadOnlyList<RuleResource> Rules => field ??= Read(RuleResource.From, RuleResource.Type);

    public IReadOnlyList<ArchiveResource> Archives => field ??= Read(ArchiveResource.From, ArchiveResource.Type);

    /// <summary>EventBridge Scheduler's.</summary>
    public IReadOnlyList<ScheduleResource> Schedules => field ??= Read(ScheduleResource.From, ScheduleResource.Type);

    public IReadOnlyList<BucketResource> Buckets => field ??= Read(BucketResource.From, BucketResource.Type);

    public IReadOnlyList<QueueResource> Queues => field ??= Read(QueueResource.From, QueueResource.Type);

    public IReadOnlyList<QueuePolicyResource> QueuePolicies => field ??= Read(QueuePolicyResource.From, QueuePolicyResource.Type);

    public IReadOnlyList<FunctionResource> Functions => field ??= Read(FunctionResource.From, FunctionResource.Type);

    public IReadOnlyList<EventSourceMappingResource> EventSourceMappings =>
        field ??= Read(EventSourceMappingResource.From, EventSourceMappingResource.Type);

    public IReadOnlyList<EventInvokeConfigResource> EventInvokeConfigs =>
        field ??= Read(EventInvokeConfigResource.From, EventInvokeConfigResource.Type);

    public IReadOnlyList<FunctionPermissionResource> FunctionPermissions =>
        field ??= Read(FunctionPermissionResource.From, FunctionPermissionResource.Type);

    public IReadOnlyList<LogGroupResource> LogGroups => field ??= Read(LogGroupResource.From, LogGroupResource.Type);

    /// <summary>Tables, global ones too.</summary>
    public IReadOnlyList<TableResource> Tables => field ??= Read(TableResource.From, TableResource.Type, TableResource.GlobalType);

    public IReadOnlyList<HttpApiResource> HttpApis => field ??= Read(HttpApiResource.From, HttpApiResource.Type);

    public IReadOnlyList<HttpApiStageResource> HttpApiStages => field ??= Read(HttpApiStageResource.From, HttpApiStageResource.Type);

    public IReadOnlyList<HttpApiRouteResource> Routes => field ??= Read(HttpApiRouteResource.From, HttpApiRouteResource.Type);

    public IReadOnlyList<HttpApiIntegrationResource> Integrations =>
        field ??= Read(HttpApiIntegrationResource.From, HttpApiIntegrationResource.Type);

    public IReadOnlyList<HttpApiAuthorizerResource> Authorizers =>
        field ??= Read(HttpApiAuthorizerResource.From, HttpApiAuthorizerResource.Type);

    public IReadOnlyList<TopicResource> Topics => field ??= Read(TopicResource.From, TopicResource.Type);

    public IReadOnlyList<AlarmResource> Alarms => field ??= Read(AlarmResource.From, AlarmResource.Type);

    public IReadOnlyList<SubscriptionResource> Subscriptions => field ??= Read(SubscriptionResource.From, SubscriptionResource.Type);

    /// <summary>Resolves stacks together; they may refer to each other's exports in any order.</summary>
    /// <param name="stacks">For example <see cref="CloudAssembly.StacksIn"/>.</param>
    /// <param name="settings">What the templates leave open; null for the defaults.</param>
    /// <exception cref="TemplateResolutionException">Something refers to what isn't there, or isn't supported.</exception>
    public static Deployment Resolve(IEnumerable<StackArtifact> stacks, DeploymentSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(stacks);
        settings ??= new();
        var exports = new Exports();
        var evaluation = new Evaluation();
        var faults = new FaultLog(settings.Tolerant);
        List<StackArtifact> artifacts = [.. stacks];
        List<StackScope> scopes = [];
        foreach (var stack in artifacts)
        {
            faults.Try(() => scopes.Add(new StackScope(stack, settings, exports, evaluation, faults)));
        }

        scopes.ForEach(scope => faults.Try(() => exports.Add(scope)));
        return new(
            settings,
            artifacts,
            [.. scopes.SelectMany(scope => faults.Try(scope.ResolveResources, () => []))],
            [.. scopes.SelectMany(scope => faults.Try(scope.ResolveOutputs, () => []))],
            faults);
    }

    /// <summary>The resources of a CloudFormation type.</summary>
    public IEnumerable<Resource> OfType(string type) => Resources.Where(resource => resource.Type == type);

    /// <summary>The function that a mapping invokes.</summary>
    /// <exception cref="TemplateResolutionException">The deployment has no such function.</exception>
    public FunctionResource FunctionOf(EventSourceMappingResource mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        return FindFunction(mapping.FunctionName) ?? throw new TemplateResolutionException(
            mapping.Resource,
            nameof(EventSourceMappingResource.FunctionName),
            $"the deployment has no function '{mapping.FunctionName}'. It has: {string.Join(", ", Functions.Select(function => function.Name))}.");
    }

    /// <summary>
    /// The function behind a name, ARN or partial ARN (<c>123456789012:function:NAME</c>), without regard to a version or alias;
    /// null when the deployment has none.
    /// </summary>
    public FunctionResource? FindFunction(string nameOrArn)
    {
        ArgumentNullException.ThrowIfNull(nameOrArn);
        var parts = nameOrArn.Split(':');
        var name = Array.IndexOf(parts, "function") is >= 0 and var position && position + 1 < parts.Length ? parts[position + 1] : parts[0];
        return Functions.FirstOrDefault(function => function.Name == name);
    }

    private List<T> Read<T>(Func<Resource, T> from, params ReadOnlySpan<string> types)
        where T : class
    {
        var read = new List<T>();
        foreach (var resource in Resources)
        {
            if (types.Contains(resource.Type) && _faults.Read(resource, from) is { } record)
            {
                read.Add(record);
            }
        }

        return read;
    }
}

/// <summary>An output of a stack.</summary>
/// <param name="StackId">Id of the stack.</param>
/// <param name="LogicalId">Its name in the template.</param>
/// <param name="Value">Its resolved value.</param>
/// <param name="ExportName">The name under which other stacks import it; null when it isn't exported.</param>
public sealed record StackOutput(string StackId, string LogicalId, string Value, string? ExportName);
