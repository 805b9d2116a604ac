using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Http;

/// <summary>The resources of one HTTP API.</summary>
internal sealed record HttpApiDefinition(
    HttpApiResource Api,
    IReadOnlyList<HttpApiStageResource> Stages,
    IReadOnlyList<HttpApiRouteResource> Routes,
    IReadOnlyList<HttpApiIntegrationResource> Integrations);

/// <summary>
/// One HTTP API (API Gateway v2): picks the stage and the route of a request, invokes the route's function with payload
/// format 2.0, and turns its answer into HTTP.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
/// </summary>
internal sealed class HttpApi
{
    private const string DefaultStage = "$default";

    private readonly HttpApiDefinition _definition;
    private readonly InvokeFunction _invoke;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<(Route Route, HttpApiIntegrationResource Integration)> _routes;

    public HttpApi(HttpApiDefinition definition, InvokeFunction invoke, TimeProvider time, ILogger logger)
    {
        _definition = definition;
        _invoke = invoke;
        _time = time;
        _logger = logger;
        _routes =
        [
            .. definition.Routes
                .Select(route => (Route.Parse(route.RouteKey), IntegrationOf(definition, route)!))
                .OrderBy(route => route.Item1.Precedence, StringComparer.Ordinal),
        ];
    }

    public string Id => _definition.Api.ApiId;

    /// <summary>What of an API can't be served here: a line each that begins with the resource's path.</summary>
    public static IEnumerable<string> Problems(HttpApiDefinition definition)
    {
        foreach (var integration in definition.Integrations.Where(integration => integration.PayloadFormatVersion != "2.0"))
        {
            yield return $"{integration.Resource.Path}: payload format {integration.PayloadFormatVersion} is not served here; 2.0 is.";
        }

        foreach (var route in definition.Routes)
        {
            if (Route.Problem(route.RouteKey) is { } problem)
            {
                yield return $"{route.Resource.Path}: {problem}";
            }

            if (IntegrationOf(definition, route) is null)
            {
                yield return $"{route.Resource.Path}: route '{route.RouteKey}' has no integration with a function.";
            }

            if (route.AuthorizerId is not null)
            {
                yield return $"{route.Resource.Path}: route '{route.RouteKey}' has an authorizer, which is not served here.";
            }
        }
    }

    /// <summary>Answers a request.</summary>
    public async Task<HttpApiReply> HandleAsync(HttpApiRequest request, string requestId, CancellationToken cancellationToken)
    {
        var segments = request.Path.TrimStart('/').Split('/');
        var stage = _definition.Stages.FirstOrDefault(stage => stage.StageName == segments[0]);
        if (stage is not null)
        {
            segments = segments.Length > 1 ? segments[1..] : [""];
        }

        stage ??= _definition.Stages.FirstOrDefault(stage => stage.StageName == DefaultStage);
        if (stage is null)
        {
            return HttpApiReply.NotFound();
        }

        foreach (var (route, integration) in _routes)
        {
            if (route.Matches(request.Method, segments, out var parameters))
            {
                var functionArn = FunctionArn(integration.FunctionArn);
                var @event = new HttpApiEvent
                {
                    Request = request,
                    AccountId = functionArn.Split(':') is { Length: > 4 } arn ? arn[4] : "",
                    ApiId = Id,
                    RouteKey = route.Key,
                    Stage = stage.StageName,
                    StageVariables = stage.Variables,
                    PathParameters = parameters,
                    RequestId = requestId,
                    Time = _time.GetUtcNow(),
                };
                return await InvokeAsync(@event, functionArn, integration, cancellationToken);
            }
        }

        return HttpApiReply.NotFound();
    }

    /// <summary>The id that API Gateway gives a request.</summary>
    public static string NewRequestId() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(11));

    private static HttpApiIntegrationResource? IntegrationOf(HttpApiDefinition definition, HttpApiRouteResource route) =>
        definition.Integrations.FirstOrDefault(integration => integration.Resource.PhysicalId == route.IntegrationId);

    /// <summary>API Gateway also names a function <c>arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations</c>.</summary>
    private static string FunctionArn(string integrationUri)
    {
        const string Before = ":lambda:path/2015-03-31/functions/";
        const string After = "/invocations";
        var start = integrationUri.IndexOf(Before, StringComparison.Ordinal);
        return start >= 0 && integrationUri.EndsWith(After, StringComparison.Ordinal)
            ? integrationUri[(start + Before.Length)..^After.Length]
            : integrationUri;
    }

    private async Task<HttpApiReply> InvokeAsync(
        HttpApiEvent @event, string functionArn, HttpApiIntegrationResource integration, CancellationToken cancellationToken)
    {
        var payload = JsonResponse.Encode(@event.ToJson());
        if (payload.Length > InvocationErrors.MaximumResponseBytes)
        {
            return HttpApiReply.TooLarge();
        }

        InvocationResult result;
        try
        {
            result = await _invoke(functionArn, payload, cancellationToken)
                .WaitAsync(TimeSpan.FromMilliseconds(integration.TimeoutMilliseconds), _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("{Route}: no answer within {Timeout} ms.", @event.RouteKey, integration.TimeoutMilliseconds);
            return HttpApiReply.ServiceUnavailable();
        }

        if (result.Throttled)
        {
            return HttpApiReply.ServiceUnavailable();
        }

        try
        {
            return result.Succeeded ? HttpApiReply.Parse(result.Payload) : HttpApiReply.InternalServerError();
        }
        catch (FormatException exception)
        {
            _logger.LogWarning("{Route}: the function's answer can't be turned into HTTP: {Problem}.", @event.RouteKey, exception.Message);
            return HttpApiReply.InternalServerError();
        }
    }
}
