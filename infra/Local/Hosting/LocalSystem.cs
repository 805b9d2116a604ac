using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Queues;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>The services of a deployment: the one place where they are made, wired to each other, started and stopped.</summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    private readonly Deployment _deployment;
    private readonly Database _database;
    private readonly TableService _tables;
    private readonly QueueService _queues;
    private readonly EventSourceMappings _mappings;
    private readonly AsynchronousInvocations _asynchronous;
    private readonly TimeToLiveSweep _timeToLive;
    private readonly Router _router;

    /// <param name="deployment">What is served; <see cref="Refusals"/> has found nothing against it.</param>
    /// <param name="address">Where.</param>
    /// <param name="options">Options.</param>
    /// <param name="time">The clock of everything but the functions' processes, which live by this machine's.</param>
    /// <param name="loggers">Loggers.</param>
    /// <exception cref="LocalException">The data folder can't be used.</exception>
    public LocalSystem(Deployment deployment, Uri address, LocalOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _deployment = deployment;
        (_database, _tables) = OpenData(options.DataDirectory, deployment, time);
        _queues = new(_database, deployment.Queues, time);
        Functions = new(
            deployment.Functions, address, options.Functions, TimeProvider.System, new FunctionConsoleLog(deployment.Functions, loggers));
        _asynchronous = new(Functions, time, loggers.CreateLogger("Lambda"));
        var buses = new EventBusService(
            _database, _queues, EventBridge(deployment), CompilePattern, time, loggers.CreateLogger<EventBusService>());
        _mappings = new(
            deployment.EventSourceMappings,
            deployment.Functions,
            _queues,
            Functions.InvokeAsync,
            CompilePattern,
            time,
            loggers.CreateLogger<EventSourceMappings>());
        _timeToLive = new(_tables, time);
        _router = new(
            new RuntimeApi(Functions),
            new LambdaApi(Functions, _asynchronous),
            new AwsEndpoint(
                [new SqsApi(_queues, deployment.QueuePolicies, time), new EventBridgeApi(buses, CompilePattern), _tables],
                loggers.CreateLogger("AWS")),
            new HttpApis(
                deployment.HttpApis,
                deployment.HttpApiStages,
                deployment.Routes,
                deployment.Integrations,
                Functions.InvokeAsync,
                time,
                loggers.CreateLogger("HTTP")));
    }

    public FunctionService Functions { get; }

    /// <summary>Nothing runs now; messages may wait for their time.</summary>
    public bool IsIdle => Functions.IsIdle && _asynchronous.Pending == 0;

    /// <summary>Nothing runs, and no queue has messages for a function.</summary>
    public bool IsDrained => IsIdle && _deployment.EventSourceMappings
        .Where(mapping => mapping.Enabled)
        .Select(mapping => _queues.Count(mapping.EventSourceArn))
        .All(count => count is { Visible: 0, InFlight: 0, Delayed: 0 });

    /// <summary>What EventBridge has of a deployment.</summary>
    public static EventBridgeDeployment EventBridge(Deployment deployment)
    {
        var arn = deployment.EventBuses.Select(bus => bus.Arn)
            .Concat(deployment.Functions.Select(function => function.Arn))
            .Concat(deployment.Queues.Select(queue => queue.Arn))
            .Select(arn => arn.Split(':'))
            .FirstOrDefault();
        return new()
        {
            Account = arn?[4] ?? deployment.Settings.Account,
            Region = arn?[3] ?? deployment.Settings.Region,
            Buses = deployment.EventBuses,
            Rules = deployment.Rules,
            QueuePolicies = deployment.QueuePolicies,
        };
    }

    /// <inheritdoc cref="Local.CompilePattern"/>
    public static Func<JsonElement, bool> CompilePattern(JsonObject pattern)
    {
        try
        {
            return EventPattern.Parse(pattern).Matches;
        }
        catch (EventPatternException exception)
        {
            throw new FormatException($"{exception.Reason} at {exception.Path}", exception);
        }
    }

    /// <summary>Begins to take what waits in the queues; call it when requests are answered.</summary>
    public void Start() => _mappings.Start();

    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context) => _router.HandleAsync(context);

    /// <summary>Stops in the order of the flow: what begins work first, what work needs last.</summary>
    public async ValueTask DisposeAsync()
    {
        await _mappings.DisposeAsync();
        await _asynchronous.DisposeAsync();
        await Functions.DisposeAsync();
        await _timeToLive.DisposeAsync();
        _tables.Dispose();
        _database.Dispose();
    }

    private static (Database Database, TableService Tables) OpenData(string? directory, Deployment deployment, TimeProvider time)
    {
        try
        {
            var database = Database.Open(directory);
            return (database, new(database, deployment.Tables, time));
        }
        catch (Exception exception) when (directory is not null
            && exception is IOException or UnauthorizedAccessException or SqliteException or InvalidOperationException)
        {
            throw new LocalException($"The data in {directory} can't be used: {exception.Message} Name another folder: --data DIR", ExitCodes.Usage, exception);
        }
    }
}
