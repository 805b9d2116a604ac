using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;
using SensorWatch.Local.Store;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Hosting;

/// <summary>The services of a deployment: the one place where they are made and wired to each other.</summary>
internal sealed class LocalSystem : IAsyncDisposable
{
    private readonly Database _database;
    private readonly AsynchronousInvocations _asynchronous;
    private readonly Router _router;

    private LocalSystem(Database database, FunctionService functions, AsynchronousInvocations asynchronous, IReadOnlyList<IAwsService> services, Router router)
    {
        _database = database;
        _asynchronous = asynchronous;
        _router = router;
        Functions = functions;
        Services = services;
    }

    public FunctionService Functions { get; }

    /// <summary>The services with AWS's JSON protocol.</summary>
    public IReadOnlyList<IAwsService> Services { get; }

    /// <summary>Nothing runs, and nothing waits to run.</summary>
    public bool IsIdle => Functions.IsIdle && _asynchronous.Pending == 0;

    /// <summary>Makes the services.</summary>
    /// <param name="deployment">What they serve; <see cref="Refusals"/> has found nothing against it.</param>
    /// <param name="address">Where they are served.</param>
    /// <param name="options">Options.</param>
    /// <param name="time">The clock of everything but the functions' processes, which live by this machine's.</param>
    /// <param name="loggers">Loggers.</param>
    public static LocalSystem Create(Deployment deployment, Uri address, LocalOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var database = Database.Open(options.DataDirectory);
        var functions = new FunctionService(
            deployment.Functions, address, options.Functions, TimeProvider.System, new FunctionConsoleLog(loggers));
        var asynchronous = new AsynchronousInvocations(functions, time, loggers.CreateLogger("Lambda"));
        IReadOnlyList<IAwsService> services = [];
        var router = new Router(
            new RuntimeApi(functions),
            new LambdaApi(functions, asynchronous),
            new AwsEndpoint(services, loggers.CreateLogger("AWS")),
            new HttpApis(
                deployment.HttpApis,
                deployment.HttpApiStages,
                deployment.Routes,
                deployment.Integrations,
                functions.InvokeAsync,
                time,
                loggers.CreateLogger("HTTP")));
        return new(database, functions, asynchronous, services, router);
    }

    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context) => _router.HandleAsync(context);

    /// <summary>Stops in the order of the flow: what starts work first, what it needs last.</summary>
    public async ValueTask DisposeAsync()
    {
        await _asynchronous.DisposeAsync();
        await Functions.DisposeAsync();
        _database.Dispose();
    }
}
