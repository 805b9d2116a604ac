using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Console.Archives;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Console.Live;
using SensorWatch.Local.Console.Messages;
using SensorWatch.Local.Console.Sending;
using SensorWatch.Local.Console.Stories;

namespace SensorWatch.Local.Console;

/// <summary>
/// The console: a page on which a person sees what runs, and works on it. The page is <see cref="ConsolePage"/>, what it asks is
/// <see cref="ConsoleApi"/>.
/// </summary>
internal sealed class ConsoleServer : IAsyncDisposable
{
    /// <summary>Where it is.</summary>
    public const string PathPrefix = "/_console";

    private readonly ConsolePage _page;
    private readonly ConsoleApi _api;
    private readonly LiveView _live;
    private readonly Redrive _redrive;
    private readonly Bursts _bursts;

    /// <param name="services">What it looks at.</param>
    /// <param name="logger">Takes what fails.</param>
    public ConsoleServer(ConsoleServices services, ILogger logger)
    {
        Services = services;
        _page = new(Token, ConsoleFiles.Read());
        var graph = new ConsoleGraph(services.Deployment);
        var roles = new QueueRoles(services.Deployment, graph);
        var queues = new QueueViews(services, graph, roles);
        _redrive = new(services, graph, roles, queues, logger);
        var contracts = new ContractCatalogue(services.Deployment, graph, () => App);
        var routes = new RouteViews(services, graph, () => App);
        _bursts = new(services, routes, () => App);
        var functions = new FunctionViews(services, graph, new FunctionExamples(services, graph, contracts, routes).Of);
        _live = new(services, [new ServiceCounters(services), new TracedTraffic(services.Trace)], () => _bursts.Progress, logger);
        _api = new(
            Token,
            [
                .. graph.Routes(),
                .. _live.Routes(),
                .. queues.Routes(),
                .. _redrive.Routes(),
                .. new ArchiveViews(services, graph).Routes(),
                .. functions.Routes(),
                .. new InvokeView(services, functions).Routes(),
                .. contracts.Routes(),
                .. new EventSender(services, graph, contracts, () => App).Routes(),
                .. routes.Routes(),
                .. _bursts.Routes(),
                .. new EventViews(services, graph).Routes(),
                ConsoleRoute.Get("meter", _ => services.Meter.Read()),
            ],
            logger);
    }

    /// <summary>What it looks at.</summary>
    public ConsoleServices Services { get; }

    /// <summary>What the app offers to send; it is known once its start commands have run.</summary>
    public AppExamples App { get; set; } = AppExamples.None;

    /// <summary>What the page sends with what changes something.</summary>
    public ConsoleToken Token { get; } = new();

    /// <summary>The burst that runs or ran last.</summary>
    public BurstProgress? BurstProgress => _bursts.Progress;

    /// <summary>A person's browser, not a program, asks for the root.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        request.Path == "/" && HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends a browser to the console.</summary>
    public static Task RedirectAsync(HttpContext context)
    {
        context.Response.Redirect($"{PathPrefix}/");
        return Task.CompletedTask;
    }

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Its path without <see cref="PathPrefix"/>.</param>
    public Task HandleAsync(HttpContext context, PathString path) =>
        !path.HasValue ? RedirectAsync(context)
        : path.StartsWithSegments("/api", StringComparison.Ordinal) ? _api.HandleAsync(context)
        : _page.HandleAsync(context, path.Value![1..]);

    /// <summary>Ends the streams and what people have begun here.</summary>
    public async ValueTask DisposeAsync()
    {
        await _live.DisposeAsync();
        await _bursts.DisposeAsync();
        await _redrive.DisposeAsync();
    }
}
