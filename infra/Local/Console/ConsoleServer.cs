using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SensorWatch.Local.Console;

/// <summary>
/// The console: a page on which a person sees what runs, and works on it. The page is <see cref="ConsolePage"/>, what it asks is
/// <see cref="ConsoleApi"/>.
/// </summary>
internal sealed class ConsoleServer
{
    /// <summary>Where it is.</summary>
    public const string PathPrefix = "/_console";

    private readonly ConsolePage _page;
    private readonly ConsoleApi _api;

    /// <param name="services">What it looks at.</param>
    /// <param name="logger">Takes what fails.</param>
    public ConsoleServer(ConsoleServices services, ILogger logger)
    {
        _page = new(Token, ConsoleFiles.Read());
        var graph = new ConsoleGraph(services.Deployment);
        _api = new(Token, [.. graph.Routes(), ConsoleRoute.Get("meter", _ => services.Meter.Read())], logger);
    }

    /// <summary>What the page sends with what changes something.</summary>
    public ConsoleToken Token { get; } = new();

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
}
