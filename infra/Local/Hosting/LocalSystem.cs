using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Access;
using SensorWatch.Local.Console;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;
using SensorWatch.Local.Identity;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Objects;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Timing;
using SensorWatch.Local.Topics;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>A deployment that runs: its services, and all that answers for them at one address.</summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    private readonly LocalServices _services;
    private readonly FunctionCalls _calls;
    private readonly TimeControl _timeControl;
    private readonly Router _router;

    /// <summary>Makes it.</summary>
    /// <param name="deployment">What is served; <see cref="Refusals"/> has found nothing against it.</param>
    /// <param name="address">Where it is served.</param>
    /// <param name="options">Options.</param>
    /// <param name="real">The clock that runs; all services go by one that begins with it and can be set forward, functions' processes by this machine's.</param>
    /// <param name="loggers">Loggers.</param>
    /// <param name="forecast">What the app says it should cost; null when it says nothing.</param>
    /// <exception cref="LocalException">The data folder can't be used.</exception>
    public LocalSystem(Deployment deployment, Uri address, LocalOptions options, TimeProvider real, ILoggerFactory loggers, ForecastFile? forecast = null)
    {
        var usage = new UsageMeter(forecast?.Unit);
        var data = LocalData.Open(options, deployment, real, usage, loggers);
        (Clock, Faults) = (data.Clock, data.Faults);
        _services = new(deployment, data, address, options, usage, loggers);
        _calls = new(_services.Functions, Access, new(deployment), data.Trace);
        _timeControl = new(Clock, data.Database, () => IsIdle, () => !_services.Functions.IsIdle);
        Meter = new(usage, deployment, forecast?.Find(options.Environment ?? LocalOptions.DefaultEnvironment), Clock.GetUtcNow());
        Console = new(
            new()
            {
                Deployment = deployment,
                Address = address,
                Database = data.Database,
                Clock = Clock,
                Real = real,
                Queues = _services.Queues,
                Buses = _services.Buses,
                Functions = _services.Functions,
                Asynchronous = _services.Asynchronous,
                Mappings = _services.Mappings,
                Tables = _services.Tables,
                Alarms = _services.Alarms,
                Logs = _services.Logs,
                Trace = data.Trace,
                Invocations = _services.Invocations,
                IsIdle = () => IsIdle,
                Meter = Meter,
            },
            loggers.CreateLogger("Console"));
        var gate = new CallGate(_calls.Authorize, (call, cancellationToken) => Faults.DisturbAsync(call, Access.FunctionOf(call), cancellationToken));
        _router = new(
            new RuntimeApi(_services.Functions),
            new LambdaApi(
                _services.Functions,
                _services.Asynchronous,
                _services.Logs,
                new(_services.Functions.Directory, _services.FunctionPolicies, deployment.EventInvokeConfigs, _services.Mappings, TimeProvider.System),
                gate,
                loggers.CreateLogger("Lambda")),
            new AwsEndpoint(
                [
                    new EventBridgeApi(_services.Buses),
                    new SqsApi(_services.Queues, deployment.QueuePolicies, Clock),
                    _services.Tables,
                    _services.Tables.Streams,
                    new LogsApi(_services.Logs),
                ],
                gate,
                loggers.CreateLogger("AWS")),
            new AwsQueryEndpoint(
                [new SnsApi(_services.Topics), new StsApi(_services.Buses.Deployment.Account, Access.SessionOf)], gate, loggers.CreateLogger("AWS")),
            new S3Api(new(data.Database, deployment.Buckets, _services.Buses, Clock) { Trace = data.Trace }, gate, loggers.CreateLogger("S3")) { Usage = usage },
            new TopicsPage(_services.Topics),
            new FaultControl(Faults),
            _timeControl,
            Console,
            new HttpApis(
                deployment.HttpApis,
                deployment.HttpApiStages,
                deployment.Routes,
                deployment.Integrations,
                deployment.Authorizers,
                _services.Functions.InvokeFor,
                new(_services.Functions.Directory, _services.FunctionPolicies, Access.Policies),
                Clock,
                loggers.CreateLogger("HTTP"),
                data.Trace,
                usage));
    }

    /// <summary>The clock of all services.</summary>
    public LocalClock Clock { get; }

    /// <summary>The faults on demand.</summary>
    public FaultService Faults { get; }

    /// <summary>What AWS would bill, and what that would cost.</summary>
    public MeterReader Meter { get; }

    /// <summary>The console.</summary>
    public ConsoleServer Console { get; }

    /// <inheritdoc cref="LocalServices.Access"/>
    public AccessControl Access => _services.Access;

    /// <inheritdoc cref="LocalServices.Functions"/>
    public FunctionService Functions => _services.Functions;

    /// <inheritdoc cref="LocalServices.ArchivedEvents"/>
    public IReadOnlyList<string> ArchivedEvents() => _services.ArchivedEvents();

    /// <inheritdoc cref="LocalServices.IsIdle"/>
    public bool IsIdle => _services.IsIdle;

    /// <inheritdoc cref="LocalServices.IsDrained"/>
    public bool IsDrained => _services.IsDrained;

    /// <inheritdoc cref="LocalServices.Start"/>
    public void Start() => _services.Start();

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        using var _ = _calls.ContextOf(context.Request).Enter();
        await _router.HandleAsync(context);
    }

    /// <summary>Stops what people look at, then the services.</summary>
    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        _timeControl.Dispose();
        await _services.DisposeAsync();
    }
}
