using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Http;

/// <summary>
/// The HTTP APIs. An only one is at the root of the port; of several, each is at <c>/_api/{apiId}/</c>. Any is also at
/// the root of host <c>{apiId}.execute-api.localhost</c>.
/// </summary>
public sealed class HttpApis
{
    /// <summary>Stands before an API's id.</summary>
    public const string PathPrefix = "/_api";

    private const string HostSuffix = ".execute-api.localhost";

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html</summary>
    private const int MaximumRequestBytes = 10 * 1024 * 1024;

    private readonly Dictionary<string, HttpApi> _apis = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="apis">The APIs.</param>
    /// <param name="stages">Their stages.</param>
    /// <param name="routes">Their routes.</param>
    /// <param name="integrations">Their integrations.</param>
    /// <param name="authorizers">Their authorizers.</param>
    /// <param name="invokeFor">Invokes the functions of an API, by its id.</param>
    /// <param name="permissions">Which functions they may invoke.</param>
    /// <param name="time">The clock of requests and time-outs.</param>
    /// <param name="logger">Takes why a request failed.</param>
    /// <param name="trace">Hears of requests.</param>
    /// <param name="usage">Counts what API Gateway would bill.</param>
    /// <exception cref="RefusedException">Something that <see cref="Refusals"/> lists.</exception>
    public HttpApis(
        IEnumerable<HttpApiResource> apis,
        IReadOnlyList<HttpApiStageResource> stages,
        IReadOnlyList<HttpApiRouteResource> routes,
        IReadOnlyList<HttpApiIntegrationResource> integrations,
        IReadOnlyList<HttpApiAuthorizerResource> authorizers,
        Func<string, InvokeFunction> invokeFor,
        ApiPermissions permissions,
        TimeProvider time,
        ILogger logger,
        Tracer? trace = null,
        UsageMeter? usage = null)
    {
        var definitions = Define(apis, stages, routes, integrations, authorizers);
        if (definitions.SelectMany(HttpApi.Refusals).ToList() is { Count: > 0 } refusals)
        {
            throw new RefusedException(refusals);
        }

        foreach (var definition in definitions)
        {
            _apis.Add(definition.Api.ApiId, new(definition, invokeFor(definition.Api.ApiId), permissions, time, logger, trace, usage));
        }
    }

    /// <summary>What APIs ask for that is not served here.</summary>
    public static IReadOnlyList<Refusal> Refusals(
        IEnumerable<HttpApiResource> apis,
        IReadOnlyList<HttpApiStageResource> stages,
        IReadOnlyList<HttpApiRouteResource> routes,
        IReadOnlyList<HttpApiIntegrationResource> integrations,
        IReadOnlyList<HttpApiAuthorizerResource> authorizers) =>
        [.. Define(apis, stages, routes, integrations, authorizers).SelectMany(HttpApi.Refusals)];

    /// <summary>Whether an API has a route for a request.</summary>
    public bool HasRoute(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (api, pathPrefix) = Find(request);
        return api?.HasRoute(request.Method, request.Path.Value![pathPrefix.Length..]) == true;
    }

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var requestId = HttpApi.NewRequestId();
        var (api, pathPrefix) = Find(context.Request);
        if (api is null)
        {
            await WriteAsync(context, requestId, NoApi());
            return;
        }

        if (await RequestBody.ReadAsync(context, MaximumRequestBytes) is not { } body)
        {
            await WriteAsync(context, requestId, HttpApiReply.TooLarge());
            return;
        }

        var request = HttpApiRequest.From(context, body);
        var path = request.Path[pathPrefix.Length..];
        var reply = await api.HandleAsync(request with { Path = path.Length == 0 ? "/" : path }, requestId, context.RequestAborted);
        await WriteAsync(context, requestId, reply);
    }

    private static List<HttpApiDefinition> Define(
        IEnumerable<HttpApiResource> apis,
        IReadOnlyList<HttpApiStageResource> stages,
        IReadOnlyList<HttpApiRouteResource> routes,
        IReadOnlyList<HttpApiIntegrationResource> integrations,
        IReadOnlyList<HttpApiAuthorizerResource> authorizers) =>
    [
        .. apis.Select(api => new HttpApiDefinition(
            api,
            [.. stages.Where(stage => stage.ApiId == api.ApiId)],
            [.. routes.Where(route => route.ApiId == api.ApiId)],
            [.. integrations.Where(integration => integration.ApiId == api.ApiId)])
        {
            Authorizers = [.. authorizers.Where(authorizer => authorizer.ApiId == api.ApiId)],
        }),
    ];

    private static async Task WriteAsync(HttpContext context, string requestId, HttpApiReply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.StatusCode;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.Append(name, value);
        }

        response.Headers["apigw-requestid"] = requestId;
        if (reply.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentLength = reply.Body.Length;
        if (context.Request.Method != "HEAD")
        {
            await response.Body.WriteAsync(reply.Body, context.RequestAborted);
        }
    }

    private (HttpApi? Api, string PathPrefix) Find(HttpRequest request)
    {
        var host = request.Host.Host;
        if (host.EndsWith(HostSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return (_apis.GetValueOrDefault(host[..^HostSuffix.Length]), "");
        }

        if (request.Path.StartsWithSegments(PathPrefix, StringComparison.Ordinal, out var rest)
            && rest.Value?.Split('/') is ["", var id, ..])
        {
            return (_apis.GetValueOrDefault(id), $"{PathPrefix}/{id}");
        }

        return (_apis.Count == 1 ? _apis.Values.Single() : null, "");
    }

    private HttpApiReply NoApi() => HttpApiReply.Message(404, _apis.Count == 0
        ? "This assembly has no HTTP API."
        : $"This assembly has several HTTP APIs, each at its own path: {string.Join(", ", _apis.Keys.Select(id => $"{PathPrefix}/{id}/"))}");
}
