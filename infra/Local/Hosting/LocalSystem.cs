using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Access;
using SensorWatch.Local.Alarms;
using SensorWatch.Local.Console;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Http;
using SensorWatch.Local.Identity;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Objects;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Timing;
using SensorWatch.Local.Topics;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>The services of a deployment: the one place where they are made and wired to each other.</summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    /// <summary>How long what is in flight may take to end when the local run stops.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Deployment _deployment;
    private readonly Database _database;
    private readonly TableService _tables;
    private readonly EventBusService _buses;
    private readonly EventSourceMappings _mappings;
    private readonly AsynchronousInvocations _asynchronous;
    private readonly InvocationDestinations _destinations;
    private readonly TimeToLiveSweep _timeToLive;
    private readonly AlarmService _alarms;
    private readonly TimeControl _timeControl;
    private readonly CalledNodes _reads;
    private readonly Router _router;

    /// <summary>Makes the services.</summary>
    /// <param name="deployment">What they serve; <see cref="Refusals"/> has found nothing against it.</param>
    /// <param name="address">Where they are served.</param>
    /// <param name="options">Options.</param>
    /// <param name="real">The clock that runs; all services go by one that begins with it and can be set forward, functions' processes by this machine's.</param>
    /// <param name="loggers">Loggers.</param>
    /// <param name="forecast">What the app says it should cost; null when it says nothing.</param>
    /// <exception cref="LocalException">The data folder can't be used.</exception>
    public LocalSystem(Deployment deployment, Uri address, LocalOptions options, TimeProvider real, ILoggerFactory loggers, ForecastFile? forecast = null)
    {
        Usage = new(forecast?.Unit);
        _deployment = deployment;
        (_database, Trace, Clock, Faults, _tables) = OpenData(options, deployment, real, Usage);
        var time = Clock;
        Logs = new(_database, deployment.LogGroups, deployment.Functions, options.DataDirectory is null, TimeProvider.System) { Usage = Usage };
        var invocations = new InvocationHistory(deployment.Functions);
        Functions = new(
            deployment.Functions,
            address,
            options.Functions,
            TimeProvider.System,
            new FunctionLogs(
                new FunctionConsoleLog(deployment.Functions, loggers),
                new FunctionLogRecorder(Logs, deployment.Functions),
                new InvocationFacts(new(deployment.Functions), Trace),
                new InvocationUsage(new(deployment.Functions), Usage),
                invocations))
        {
            Faults = Faults,
            Trace = Trace,
        };
        _asynchronous = new(Functions.Directory, Functions.InvokeAsync, deployment.EventInvokeConfigs, _database, time, loggers.CreateLogger("Lambda"))
        {
            Trace = Trace,
        };
        var functionPolicies = new FunctionPolicies(Functions.Directory, deployment.FunctionPermissions);
        var functionTargets = new FunctionTargets(Functions.Directory, functionPolicies, _asynchronous);
        Queues = new(_database, deployment.Queues, time, Trace) { Usage = Usage };
        _timeToLive = new(_tables.DeleteExpired, time, loggers.CreateLogger("DynamoDB"));
        Topics = new(
            _database,
            Queues,
            deployment.QueuePolicies,
            functionTargets,
            deployment.Topics,
            deployment.Subscriptions,
            time,
            loggers.CreateLogger("SNS"))
        {
            Trace = Trace,
            Usage = Usage,
        };
        _buses = new EventBusService(
            _database,
            new(Queues, functionTargets, Topics, Logs),
            EventBridgeDeployment.Of(deployment),
            time,
            loggers.CreateLogger<EventBusService>(),
            Faults,
            Trace)
        {
            Usage = Usage,
        };
        _destinations = new(Queues, Topics, _buses, _asynchronous, Trace, loggers.CreateLogger("Lambda"));
        _alarms = new(
            _database, deployment.Alarms, new(Queues, () => Functions.Statistics), Topics, _buses, time, loggers.CreateLogger("CloudWatch"))
        {
            Trace = Trace,
        };
        Access = new(deployment, time, loggers.CreateLogger("IAM"));
        _mappings = new(
            deployment.EventSourceMappings,
            deployment.Functions,
            Queues,
            _tables,
            _database,
            Functions.InvokeAsync,
            Patterns.Compile,
            time,
            loggers.CreateLogger<EventSourceMappings>())
        {
            InvokeFor = Functions.InvokeFor,
            RoleProblemOf = Access.ProblemOf,
            MaximumProcesses = options.Functions.MaximumEnvironments,
        };
        _reads = new(deployment);
        var gate = new CallGate(Authorize, (call, cancellationToken) => Faults.DisturbAsync(call, Access.FunctionOf(call), cancellationToken));
        Services =
        [
            new EventBridgeApi(_buses),
            new SqsApi(Queues, deployment.QueuePolicies, time),
            _tables,
            _tables.Streams,
            new LogsApi(Logs),
        ];
        Meter = new(Usage, deployment, forecast?.Find(options.Environment ?? LocalOptions.DefaultEnvironment), time.GetUtcNow());
        Console = new(
            new()
            {
                Deployment = deployment,
                Address = address,
                Database = _database,
                Clock = Clock,
                Real = real,
                Queues = Queues,
                Buses = _buses,
                Functions = Functions,
                Asynchronous = _asynchronous,
                Mappings = _mappings,
                Tables = _tables,
                Alarms = _alarms,
                Logs = Logs,
                Trace = Trace,
                Invocations = invocations,
                IsIdle = () => IsIdle,
                Meter = Meter,
            },
            loggers.CreateLogger("Console"));
        _router = new(
            new RuntimeApi(Functions),
            new LambdaApi(
                Functions,
                _asynchronous,
                Logs,
                new(Functions.Directory, functionPolicies, deployment.EventInvokeConfigs, _mappings, TimeProvider.System),
                gate,
                loggers.CreateLogger("Lambda")),
            new AwsEndpoint(Services, gate, loggers.CreateLogger("AWS")),
            new AwsQueryEndpoint([new SnsApi(Topics), new StsApi(_buses.Deployment.Account, Access.SessionOf)], gate, loggers.CreateLogger("AWS")),
            new S3Api(new(_database, deployment.Buckets, _buses, time) { Trace = Trace }, gate, loggers.CreateLogger("S3")) { Usage = Usage },
            new TopicsPage(Topics),
            new FaultControl(Faults),
            _timeControl = new(Clock, _database, () => IsIdle, () => !Functions.IsIdle),
            Console,
            new HttpApis(
                deployment.HttpApis,
                deployment.HttpApiStages,
                deployment.Routes,
                deployment.Integrations,
                deployment.Authorizers,
                Functions.InvokeFor,
                new(Functions.Directory, functionPolicies, DeploymentPolicies.Of(deployment)),
                time,
                loggers.CreateLogger("HTTP"),
                Trace,
                Usage));
    }

    /// <summary>Hears of all that happens.</summary>
    public Tracer Trace { get; }

    /// <summary>Counts what AWS would bill.</summary>
    public UsageMeter Usage { get; }

    /// <summary>What that would cost.</summary>
    public MeterReader Meter { get; }

    /// <summary>The clock of all services.</summary>
    public LocalClock Clock { get; }

    /// <summary>The faults on demand.</summary>
    public FaultService Faults { get; }

    /// <summary>What functions may do.</summary>
    public AccessControl Access { get; }

    /// <summary>The console.</summary>
    public ConsoleServer Console { get; }

    public FunctionService Functions { get; }

    /// <summary>What the functions logged.</summary>
    public LogService Logs { get; }

    public QueueService Queues { get; }

    public TopicService Topics { get; }

    /// <summary>The services with AWS's JSON protocol.</summary>
    public IReadOnlyList<IAwsService> Services { get; }

    /// <summary>The events of all archives.</summary>
    public IReadOnlyList<string> ArchivedEvents() =>
        [.. _deployment.Archives.SelectMany(archive => _buses.ArchivedEvents(archive.Name)).OrderBy(e => e.Sequence).Select(e => e.Text)];

    /// <summary>Nothing runs, and no function has anything to take; what failed and comes back later counts as at rest.</summary>
    public bool IsIdle => Functions.IsIdle && _asynchronous.IsIdle && _buses.IsIdle && _mappings.IsIdle;

    /// <summary>Nothing runs, and nothing waits for a function or a rule's target: what failed has come back, or gone to a dead-letter queue.</summary>
    public bool IsDrained => IsIdle && _asynchronous.Pending == 0 && _buses.PendingDeliveries == 0 && _deployment.EventSourceMappings
        .Where(mapping => mapping.Enabled && Queues.FindByArn(mapping.EventSourceArn) is not null)
        .Select(mapping => Queues.Count(mapping.EventSourceArn))
        .All(count => count is { Visible: 0, InFlight: 0, Delayed: 0 });

    /// <summary>Begins to hand over what waits in queues, to follow the schedules and to evaluate alarms.</summary>
    public void Start()
    {
        _asynchronous.Start(_destinations);
        _mappings.Start();
        _buses.Start();
        _alarms.Start();
    }

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var _ = ContextOf(context.Request).Enter();
        await _router.HandleAsync(context);
    }

    /// <summary>Stops in the order of the flow: what starts work first, what it needs last.</summary>
    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        _alarms.Dispose();
        _buses.Dispose();
        await _mappings.StopAsync(StopPatience);
        await _mappings.DisposeAsync();
        await _asynchronous.DisposeAsync();
        await Functions.DisposeAsync();
        Queues.MoveTasks.Stop();
        await Logs.DisposeAsync();
        await _timeToLive.DisposeAsync();
        _timeControl.Dispose();
        _tables.Dispose();
        _database.Dispose();
        Trace.Dispose();
    }

    /// <summary>What a function's call is made for: the invocation that its environment has.</summary>
    private TraceContext ContextOf(HttpRequest request) =>
        FunctionCredentials.EnvironmentOf(request) is { } id && Functions.FindEnvironment(id) is var (function, environment)
            ? new(function.Resource.Path, environment.RequestId is { } requestId ? [StepId.Invocation(requestId)] : [])
            : TraceContext.Outside;

    private void Authorize(ServiceCall call)
    {
        Access.Authorize(call);
        if (TraceContext.Current is { Node: { } function, Steps: [var invocation] })
        {
            Trace.Record(new(FactKind.Called, invocation)
            {
                Node = function,
                Data = new() { ["service"] = call.Service, ["operation"] = call.Operation, ["target"] = call.Target },
                Onward = _reads.ReadBy(call),
            });
        }
    }

    /// <summary>What can fail because of an option; the database is closed again then.</summary>
    private static (Database Database, Tracer Trace, LocalClock Clock, FaultService Faults, TableService Tables) OpenData(
        LocalOptions options, Deployment deployment, TimeProvider real, UsageMeter usage)
    {
        var directory = options.DataDirectory;
        Database? database = null;
        Tracer? trace = null;
        try
        {
            database = Database.Open(directory);
            var clock = ClockStore.Open(database, real, options.StartAt);
            trace = new(clock, FactStore.Open(directory, TimeProvider.System));
            return (database, trace, clock, new(deployment, options.Faults, clock), new(database, deployment.Tables, clock, trace, usage));
        }
        catch (LocalException)
        {
            trace?.Dispose();
            database?.Dispose();
            throw;
        }
        catch (Exception exception) when (directory is not null
            && exception is IOException or UnauthorizedAccessException or SqliteException or InvalidOperationException)
        {
            trace?.Dispose();
            database?.Dispose();
            throw new LocalException($"The data in {directory} can't be used: {exception.Message} Name another folder: --data DIR", ExitCodes.Usage, exception);
        }
    }
}
