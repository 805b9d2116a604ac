using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Http;

/// <summary>The resources of one HTTP API.</summary>
internal sealed record HttpApiDefinition(
    HttpApiResource Api,
    IReadOnlyList<HttpApiStageResource> Stages,
    IReadOnlyList<HttpApiRouteResource> Routes,
    IReadOnlyList<HttpApiIntegrationResource> Integrations)
{
    public IReadOnlyList<HttpApiAuthorizerResource> Authorizers { get; init; } = [];
}

/// <summary>
/// One HTTP API (API Gateway v2): picks the stage and the route of a request, invokes the route's function with payload
/// format 2.0, and turns its answer into HTTP.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
/// </summary>
internal sealed class HttpApi
{
    private const string NoAuthorization = "NONE";

    private readonly HttpApiDefinition _definition;
    private readonly InvokeFunction _invoke;
    private readonly ApiPermissions _permissions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Tracer _trace;
    private readonly UsageMeter _usage;
    private readonly List<RouteTarget> _routes;
    private readonly Throttling _throttling;
    private readonly CrossOrigin? _crossOrigin;

    public HttpApi(
        HttpApiDefinition definition,
        InvokeFunction invoke,
        ApiPermissions permissions,
        TimeProvider time,
        ILogger logger,
        Tracer? trace = null,
        UsageMeter? usage = null)
    {
        _usage = usage ?? new();
        _trace = trace ?? Tracer.None;
        _definition = definition;
        _invoke = invoke;
        _permissions = permissions;
        _time = time;
        _logger = logger;
        _throttling = new(definition, time);
        _crossOrigin = definition.Api.Cors is { } cors ? new(cors) : null;
        var authorizers = definition.Authorizers
            .Select(authorizer => new LambdaAuthorizer(authorizer, invoke, permissions, time, logger))
            .ToDictionary(authorizer => authorizer.Id);
        _routes =
        [
            .. definition.Routes
                .Select(route => new RouteTarget(
                    Route.Parse(route.RouteKey),
                    IntegrationOf(definition, route)!,
                    route.AuthorizerId is { } authorizer ? authorizers[authorizer] : null,
                    route.Resource.Path))
                .OrderBy(target => target.Route.Precedence, StringComparer.Ordinal),
        ];
    }

    public string Id => _definition.Api.ApiId;

    /// <summary>What of an API can't be served here.</summary>
    public static IEnumerable<Refusal> Refusals(HttpApiDefinition definition)
    {
        foreach (var integration in definition.Integrations.Where(integration => integration.PayloadFormatVersion != "2.0"))
        {
            yield return new(integration.Resource.Path, $"payload format {integration.PayloadFormatVersion} is not served here; 2.0 is.");
        }

        foreach (var route in definition.Routes)
        {
            if (Route.Problem(route.RouteKey) is { } problem)
            {
                yield return new(route.Resource.Path, problem);
            }

            if (IntegrationOf(definition, route) is null)
            {
                yield return new(route.Resource.Path, $"route '{route.RouteKey}' has no integration with a function.");
            }

            if (AuthorizationProblem(definition, route) is { } authorization)
            {
                yield return new(route.Resource.Path, authorization);
            }
        }

        foreach (var refusal in definition.Authorizers.SelectMany(LambdaAuthorizer.Refusals)
            .Concat(Throttling.Refusals(definition))
            .Concat(CrossOrigin.Refusals(definition.Api)))
        {
            yield return refusal;
        }
    }

    /// <summary>Answers a request.</summary>
    public async Task<HttpApiReply> HandleAsync(HttpApiRequest request, string requestId, CancellationToken cancellationToken)
    {
        var (stage, segments) = StageOf(request.Path);
        if (stage is null)
        {
            return HttpApiReply.NotFound();
        }

        foreach (var (route, integration, authorizer, node) in _routes)
        {
            if (route.Matches(request.Method, segments, out var parameters))
            {
                var @event = new HttpApiEvent
                {
                    Request = request,
                    AccountId = integration.FunctionArn.Split(':') is { Length: > 4 } arn ? arn[4] : "",
                    ApiId = Id,
                    RouteKey = route.Key,
                    Stage = stage.StageName,
                    StageVariables = stage.Variables,
                    PathParameters = parameters,
                    RequestId = requestId,
                    Time = _time.GetUtcNow(),
                };
                var reply = await TraceAsync(@event, node, () => AnswerAsync(@event, integration, authorizer, cancellationToken));
                HttpUsage.Answer(_usage, stage, reply);
                return reply;
            }
        }

        // A route that takes OPTIONS, if only through ANY or $default, goes before the API's own answer.
        return _crossOrigin is not null && request.Method == CrossOrigin.PreflightMethod
            ? _crossOrigin.Preflight(request)
            : HttpApiReply.NotFound();
    }

    /// <summary>Whether a route takes requests of that method and path.</summary>
    public bool HasRoute(string method, string path) =>
        StageOf(path) is ({ }, var segments) && _routes.Exists(target => target.Route.Matches(method, segments, out _));

    /// <summary>The id that API Gateway gives a request.</summary>
    public static string NewRequestId() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(11));

    /// <summary>The stage that a path names, or the default one, and the path in it.</summary>
    private (HttpApiStageResource? Stage, string[] Segments) StageOf(string path)
    {
        var segments = path.TrimStart('/').Split('/');
        return _definition.Stages.FirstOrDefault(stage => stage.StageName == segments[0]) is { } named
            ? (named, segments.Length > 1 ? segments[1..] : [""])
            : (_definition.Stages.FirstOrDefault(stage => stage.StageName == HttpApiEvent.DefaultStage), segments);
    }

    private static HttpApiIntegrationResource? IntegrationOf(HttpApiDefinition definition, HttpApiRouteResource route) =>
        definition.Integrations.FirstOrDefault(integration => integration.Resource.PhysicalId == route.IntegrationId);

    private static string? AuthorizationProblem(HttpApiDefinition definition, HttpApiRouteResource route) => route.AuthorizationType switch
    {
        NoAuthorization when route.AuthorizerId is null => null,
        NoAuthorization => $"route '{route.RouteKey}' has an authorizer, but its AuthorizationType is {NoAuthorization}.",
        LambdaAuthorizer.AuthorizationType when route.AuthorizerId is null => $"route '{route.RouteKey}' has no AuthorizerId.",
        LambdaAuthorizer.AuthorizationType when definition.Authorizers.All(authorizer => authorizer.Resource.PhysicalId != route.AuthorizerId) =>
            $"route '{route.RouteKey}' has an authorizer that its API does not have.",
        LambdaAuthorizer.AuthorizationType => null,
        var other => $"route '{route.RouteKey}' is authorized by {other}, which is not served here; "
            + $"{LambdaAuthorizer.AuthorizationType} (a Lambda authorizer) and {NoAuthorization} are.",
    };

    private async Task<HttpApiReply> TraceAsync(HttpApiEvent @event, string node, Func<Task<HttpApiReply>> answer)
    {
        var (step, startedAt) = (StepId.Request(@event.RequestId), _time.GetTimestamp());
        _trace.Record(new(FactKind.Requested, step)
        {
            Node = node,
            Origin = _definition.Api.Resource.Path,
            Data = new() { ["method"] = @event.Request.Method, ["path"] = @event.Request.Path },
        });
        using var context = new TraceContext(node, [step]).Enter();
        var reply = await answer();
        _trace.Record(new(FactKind.Responded, step)
        {
            Node = node,
            Data = new() { ["status"] = reply.StatusCode, ["durationMs"] = Math.Round(_time.GetElapsedTime(startedAt).TotalMilliseconds, 3) },
        });
        return reply;
    }

    private async Task<HttpApiReply> AnswerAsync(
        HttpApiEvent @event, HttpApiIntegrationResource integration, LambdaAuthorizer? authorizer, CancellationToken cancellationToken)
    {
        if (!_throttling.Allow(@event.Stage, @event.RouteKey))
        {
            return HttpApiReply.TooManyRequests();
        }

        if (authorizer is not null)
        {
            (@event, var refusal) = await authorizer.AuthorizeAsync(@event, cancellationToken);
            if (refusal is not null)
            {
                return refusal;
            }
        }

        HttpUsage.Request(_usage, @event.Request);
        var reply = await InvokeAsync(@event, integration, cancellationToken);
        return _crossOrigin?.Apply(@event.Request, reply) ?? reply;
    }

    private async Task<HttpApiReply> InvokeAsync(
        HttpApiEvent @event, HttpApiIntegrationResource integration, CancellationToken cancellationToken)
    {
        var sources = new SourceArns(integration.FunctionArn, Id).OfRoute(@event.Stage, @event.RouteKey, @event.Request.Method, @event.RawPath);
        if (_permissions.ProblemOf(integration.FunctionArn, integration.CredentialsArn, sources) is { } problem)
        {
            _logger.LogWarning("{Route}: API Gateway doesn't have permissions to call the integration: {Problem}.", @event.RouteKey, problem);
            return HttpApiReply.InternalServerError();
        }

        var payload = JsonResponse.Encode(@event.ToJson());
        if (payload.Length > InvocationErrors.MaximumResponseBytes)
        {
            return HttpApiReply.TooLarge();
        }

        InvocationResult result;
        try
        {
            result = await _invoke(integration.FunctionArn, payload, cancellationToken)
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

    /// <summary>Where a route leads, who guards it, and its node in the flow graph.</summary>
    private sealed record RouteTarget(Route Route, HttpApiIntegrationResource Integration, LambdaAuthorizer? Authorizer, string Node);
}
