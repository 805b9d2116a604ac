using System.Text.Json.Nodes;
using SensorWatch.Local.Http;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Sending;

/// <summary>The HTTP APIs' routes with the app's examples, <c>GET routes</c>.</summary>
internal sealed class RouteViews(ConsoleServices services, ConsoleGraph graph, Func<AppExamples> app)
{
    public IEnumerable<ConsoleRoute> Routes() =>
        [ConsoleRoute.Get("routes", _ => new { Routes = services.Deployment.Routes.Select(View).ToList() })];

    /// <summary>Where a route's API is served: nothing, for an only one.</summary>
    public string BaseUrl(HttpApiRouteResource route) => services.Deployment.HttpApis.Count == 1 ? "" : $"{HttpApis.PathPrefix}/{route.ApiId}";

    /// <summary>The path to call for a route; null when there is no such route, or its path has variables and none is given.</summary>
    /// <param name="routeKey">The route.</param>
    /// <param name="path">The path with the variables filled; null for the route's own.</param>
    public string? PathOf(string routeKey, string? path) =>
        services.Deployment.Routes.FirstOrDefault(route => route.RouteKey == routeKey) is { } route && (path ?? Parse(route).Path) is var called
        && (path is not null || !called.Contains('{', StringComparison.Ordinal))
            ? BaseUrl(route) + called
            : null;

    /// <summary>The examples of a route, filled.</summary>
    public IReadOnlyList<RouteExample> ExamplesOf(HttpApiRouteResource route)
    {
        var examples = app();
        var values = new SampleValues(examples.StartValues, _ => services.Real.GetUtcNow()).For(1);
        return
        [
            .. examples.Of(route.RouteKey).Select(example => new RouteExample(
                example.Name,
                example.Headers.ToDictionary(header => header.Key, header => Placeholders.Fill(header.Value, values)),
                Placeholders.Fill(example.Path ?? Parse(route).Path, values),
                example.Query is null ? null : Placeholders.Fill(example.Query, values),
                Placeholders.Fill(example.Body, values))),
        ];
    }

    private static (string Method, string Path) Parse(HttpApiRouteResource route) => route.RouteKey.Split(' ') is [var method, var path] ? (method, path) : ("ANY", "/");

    private object View(HttpApiRouteResource route)
    {
        var (method, path) = Parse(route);
        return new
        {
            Api = services.Deployment.HttpApis.FirstOrDefault(api => api.ApiId == route.ApiId)?.Name ?? route.ApiId,
            BaseUrl = BaseUrl(route),
            Method = method,
            Path = path,
            Node = route.Resource.Path,
            Label = graph.Label(route.Resource.Path),
            Authorized = route.AuthorizationType != "NONE",
            Examples = ExamplesOf(route),
        };
    }
}

/// <summary>A request that a route would take.</summary>
internal sealed record RouteExample(string Name, IReadOnlyDictionary<string, string> Headers, string Path, string? Query, JsonNode? Body);
