using Microsoft.Extensions.Logging;
using SensorWatch.Local.Console;
using SensorWatch.Local.Console.Sending;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Timing;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>A cloud assembly that runs on this machine.</summary>
public sealed class LocalHost : IAsyncDisposable
{
    private readonly HttpServer _server;
    private readonly LocalSystem _system;

    private LocalHost(HttpServer server, LocalSystem system, Deployment deployment)
    {
        _server = server;
        _system = system;
        Deployment = deployment;
    }

    /// <summary>What the app's own start commands gave (<see cref="StartCommands"/>), by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> StartValues { get; private init; } = [];

    /// <summary>Where AWS's services and an only HTTP API are: <c>http://127.0.0.1:4566/</c>.</summary>
    public Uri Address => _server.Address;

    /// <summary>What runs.</summary>
    public Deployment Deployment { get; }

    /// <summary>Counters of the functions.</summary>
    public IReadOnlyList<FunctionStatistics> Functions => _system.Functions.Statistics;

    /// <summary>The console.</summary>
    internal ConsoleServer Console => _system.Console;

    /// <summary>What this run would have cost on AWS so far.</summary>
    internal MeterReport Meter => _system.Meter.Read();

    /// <summary>The clock of all services.</summary>
    public LocalClock Clock => _system.Clock;

    /// <summary>The faults on demand that are on.</summary>
    public IReadOnlyList<Fault> Faults => _system.Faults.All;

    /// <summary>How many functions are held to their roles' policies.</summary>
    public int JudgedFunctions => _system.Access.Judged;

    /// <summary>The functions that may do everything, since what their roles allow isn't known here, and why.</summary>
    public IReadOnlyList<(FunctionResource Function, string Reason)> UnjudgedFunctions => _system.Access.Unjudged;

    /// <summary>The events that the deployment's archives keep, as their targets got them, in the order in which they came.</summary>
    public IReadOnlyList<string> ArchivedEvents() => _system.ArchivedEvents();

    /// <summary>Nothing runs, and no function has anything to take; what failed and comes back later counts as at rest.</summary>
    public bool IsIdle => _system.IsIdle;

    /// <summary>Nothing runs, and no queue has messages for a function: what failed has come back, or gone to a dead-letter queue.</summary>
    public bool IsDrained => _system.IsDrained;

    /// <summary>Synthesizes if need be, reads the templates, and starts what they declare.</summary>
    /// <param name="options">How.</param>
    /// <param name="time">The clock that runs; all services go by one that begins with it and can be set forward, functions' processes by this machine's.</param>
    /// <param name="loggers">Loggers.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="LocalException">Something that the person who started it can mend.</exception>
    public static async Task<LocalHost> StartAsync(
        LocalOptions options,
        TimeProvider time,
        ILoggerFactory loggers,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        var server = await HttpServer.StartAsync(options.Port, loggers.CreateLogger("HTTP"), cancellationToken);
        LocalSystem? system = null;
        try
        {
            var directory = options.AssemblyDirectory ?? await SynthesizeAsync(options, loggers, cancellationToken);
            var deployment = DeploymentReader.Read(directory, options.Environment, server.Address);
            system = new LocalSystem(deployment, server.Address, options, time, loggers, ReadForecast(directory));
            server.Serve(system.HandleAsync);
            system.Start();
            if (options.AssemblyDirectory is not null)
            {
                return new(server, system, deployment);
            }

            var project = ProjectLayout.Find();
            var values = await new StartCommands(project).RunAsync(deployment, server.Address, cancellationToken);
            system.Console.App = AppExamples.Read(Synthesizer.ReadContext(project.CdkJson), values);
            return new(server, system, deployment) { StartValues = values };
        }
        catch (Exception exception)
        {
            if (system is not null)
            {
                await system.DisposeAsync();
            }

            await server.DisposeAsync();
            if (exception is CloudAssemblyException or TemplateResolutionException or RefusedException)
            {
                throw new LocalException(exception.Message, ExitCodes.Refused, exception);
            }

            throw;
        }
    }

    /// <summary>Stops everything, and ends every process that was started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        await _server.DisposeAsync();
    }

    private static ForecastFile? ReadForecast(string assemblyDirectory)
    {
        try
        {
            return ForecastFile.Read(assemblyDirectory);
        }
        catch (InvalidDataException exception)
        {
            throw new LocalException(exception.Message, ExitCodes.Refused, exception);
        }
    }

    private static Task<string> SynthesizeAsync(LocalOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var synthesizer = new Synthesizer(ProjectLayout.Find(), loggers.CreateLogger("Synth"));
        return synthesizer.SynthesizeAsync(options.Environment ?? LocalOptions.DefaultEnvironment, options.Package, cancellationToken);
    }
}
