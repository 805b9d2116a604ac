using Microsoft.Extensions.Logging;
using SensorWatch.Local.Access;
using SensorWatch.Local.Alarms;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Events;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Topics;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>The services of a deployment: the one place where they are made and wired to each other. What is asked of them over HTTP is <see cref="LocalSystem"/>'s.</summary>
internal sealed class LocalServices : IAsyncDisposable
{
    /// <summary>How long what is in flight may take to end when the local run stops.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Deployment _deployment;
    private readonly LocalData _data;
    private readonly InvocationDestinations _destinations;
    private readonly TimeToLiveSweep _timeToLive;

    /// <summary>Makes the services.</summary>
    /// <param name="deployment">What they serve; <see cref="Hosting.Refusals"/> has found nothing against it.</param>
    /// <param name="data">What they keep; disposed of with them.</param>
    /// <param name="address">Where they are served.</param>
    /// <param name="options">Options.</param>
    /// <param name="usage">Counts what AWS would bill.</param>
    /// <param name="loggers">Loggers.</param>
    public LocalServices(Deployment deployment, LocalData data, Uri address, LocalOptions options, UsageMeter usage, ILoggerFactory loggers)
    {
        (_deployment, _data) = (deployment, data);
        var (database, trace, time, faults, _) = data;
        Logs = new(database, deployment.LogGroups, deployment.Functions, options.DataDirectory is null, TimeProvider.System) { Usage = usage };
        Invocations = new InvocationHistory(deployment.Functions);
        var directory = new FunctionDirectory(deployment.Functions);
        Functions = new(
            deployment.Functions,
            address,
            options.Functions,
            TimeProvider.System,
            new FunctionLogs(
                new FunctionConsoleLog(deployment.Functions, loggers),
                new FunctionLogRecorder(Logs, deployment.Functions),
                new InvocationFacts(directory, trace),
                new InvocationUsage(directory, usage),
                Invocations))
        {
            Faults = faults,
            Trace = trace,
        };
        Asynchronous = new(Functions.Directory, Functions.InvokeAsync, deployment.EventInvokeConfigs, database, time, loggers.CreateLogger("Lambda"))
        {
            Trace = trace,
        };
        FunctionPolicies = new(Functions.Directory, deployment.FunctionPermissions);
        var functionTargets = new FunctionTargets(Functions.Directory, FunctionPolicies, Asynchronous);
        Queues = new(database, deployment.Queues, time, trace) { Usage = usage };
        _timeToLive = new(Tables.DeleteExpired, time, loggers.CreateLogger("DynamoDB"));
        Topics = new(
            database,
            Queues,
            deployment.QueuePolicies,
            functionTargets,
            deployment.Topics,
            deployment.Subscriptions,
            time,
            loggers.CreateLogger("SNS"))
        {
            Trace = trace,
            Usage = usage,
        };
        Buses = new(
            database,
            new(Queues, functionTargets, Topics, Logs),
            EventBridgeDeployment.Of(deployment),
            time,
            loggers.CreateLogger<EventBusService>(),
            faults,
            trace)
        {
            Usage = usage,
        };
        _destinations = new(Queues, Topics, Buses, Asynchronous, trace, loggers.CreateLogger("Lambda"));
        Alarms = new(
            database, deployment.Alarms, new(Queues, () => Functions.Statistics), Topics, Buses, time, loggers.CreateLogger("CloudWatch"))
        {
            Trace = trace,
        };
        Access = new(deployment, time, loggers.CreateLogger("IAM"));
        Mappings = new(
            deployment.EventSourceMappings,
            deployment.Functions,
            Queues,
            Tables,
            database,
            Functions.InvokeAsync,
            Patterns.Compile,
            time,
            loggers.CreateLogger<EventSourceMappings>())
        {
            InvokeFor = Functions.InvokeFor,
            RoleProblemOf = Access.ProblemOf,
            MaximumProcesses = options.Functions.MaximumEnvironments,
        };
    }

    public FunctionService Functions { get; }

    /// <summary>The functions' newest invocations.</summary>
    public InvocationHistory Invocations { get; }

    public AsynchronousInvocations Asynchronous { get; }

    /// <summary>Who may invoke the functions.</summary>
    public FunctionPolicies FunctionPolicies { get; }

    public EventSourceMappings Mappings { get; }

    /// <summary>What functions may do.</summary>
    public AccessControl Access { get; }

    public QueueService Queues { get; }

    public TopicService Topics { get; }

    public EventBusService Buses { get; }

    public TableService Tables => _data.Tables;

    public AlarmService Alarms { get; }

    /// <summary>What the functions logged.</summary>
    public LogService Logs { get; }

    /// <summary>The events of all archives.</summary>
    public IReadOnlyList<string> ArchivedEvents() =>
        [.. _deployment.Archives.SelectMany(archive => Buses.ArchivedEvents(archive.Name)).OrderBy(e => e.Sequence).Select(e => e.Text)];

    /// <summary>Nothing runs, and no function has anything to take; what failed and comes back later counts as at rest.</summary>
    public bool IsIdle => Functions.IsIdle && Asynchronous.IsIdle && Buses.IsIdle && Mappings.IsIdle;

    /// <summary>Nothing runs, and nothing waits for a function or a rule's target: what failed has come back, or gone to a dead-letter queue.</summary>
    public bool IsDrained => IsIdle && Asynchronous.Pending == 0 && Buses.PendingDeliveries == 0 && _deployment.EventSourceMappings
        .Where(mapping => mapping.Enabled && Queues.FindByArn(mapping.EventSourceArn) is not null)
        .Select(mapping => Queues.Count(mapping.EventSourceArn))
        .All(count => count is { Visible: 0, InFlight: 0, Delayed: 0 });

    /// <summary>Begins to hand over what waits in queues, to follow the schedules and to evaluate alarms.</summary>
    public void Start()
    {
        Asynchronous.Start(_destinations);
        Mappings.Start();
        Buses.Start();
        Alarms.Start();
    }

    /// <summary>Stops in the order of the flow: what starts work first, what it needs last.</summary>
    public async ValueTask DisposeAsync()
    {
        Alarms.Dispose();
        Buses.Dispose();
        await Mappings.StopAsync(StopPatience);
        await Mappings.DisposeAsync();
        await Asynchronous.DisposeAsync();
        await Functions.DisposeAsync();
        Queues.MoveTasks.Stop();
        await Logs.DisposeAsync();
        await _timeToLive.DisposeAsync();
        _data.Dispose();
    }
}
