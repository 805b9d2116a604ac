using Microsoft.Extensions.Logging;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Http;

/// <summary>
/// An HTTP API's Lambda authorizer with payload format 2.0 and simple responses. An answer, yes or no, holds for all
/// routes of the authorizer and all requests with the same values of its identity sources, until its time is over.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
/// </summary>
internal sealed class LambdaAuthorizer
{
    public const string AuthorizationType = "CUSTOM";

    private const string RequestType = "REQUEST";
    private const int MaximumTtlSeconds = 3_600;

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpApiAuthorizerResource _resource;
    private readonly InvokeFunction _invoke;
    private readonly ApiPermissions _permissions;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<IdentitySource> _identitySources;
    private readonly AuthorizationCache _cache;

    public LambdaAuthorizer(
        HttpApiAuthorizerResource resource, InvokeFunction invoke, ApiPermissions permissions, TimeProvider time, ILogger logger)
    {
        (_resource, _invoke, _permissions, _time, _logger) = (resource, invoke, permissions, time, logger);
        _identitySources = [.. resource.IdentitySources.Select(IdentitySource.Parse)];
        _cache = new(TimeSpan.FromSeconds(resource.ResultTtlSeconds), time);
    }

    public string Id => _resource.Resource.PhysicalId;

    /// <summary>What of an authorizer can't be served here, or API Gateway would refuse.</summary>
    public static IEnumerable<Refusal> Refusals(HttpApiAuthorizerResource authorizer) =>
        Reasons(authorizer).Select(reason => new Refusal(authorizer.Resource.Path, reason));

    /// <summary>Decides about a request.</summary>
    /// <returns>The event with the authorizer's context, or the answer that refuses the request.</returns>
    public async Task<(HttpApiEvent Event, HttpApiReply? Refusal)> AuthorizeAsync(HttpApiEvent request, CancellationToken cancellationToken)
    {
        var identity = new List<string>(_identitySources.Count);
        foreach (var source in _identitySources)
        {
            if (source.Read(request) is not { } value)
            {
                return (request, HttpApiReply.Unauthorized());
            }

            identity.Add(value);
        }

        // Without identity sources there is nothing to tell callers apart by, so no answer holds for a second request.
        var authorization = identity.Count > 0 ? _cache.Find(identity) : null;
        if (authorization is null)
        {
            authorization = await AskAsync(request, identity, cancellationToken);
            if (authorization is null)
            {
                return (request, HttpApiReply.InternalServerError());
            }

            if (identity.Count > 0)
            {
                _cache.Add(identity, authorization);
            }
        }

        return authorization.IsAuthorized
            ? (request with { Authorization = authorization }, null)
            : (request, HttpApiReply.Forbidden());
    }

    private static IEnumerable<string> Reasons(HttpApiAuthorizerResource authorizer)
    {
        if (authorizer.AuthorizerType != RequestType)
        {
            yield return $"authorizers of type {authorizer.AuthorizerType} are not served here; {RequestType} (a Lambda function) is.";
            yield break;
        }

        if (authorizer.FunctionArn is null)
        {
            yield return "it has no AuthorizerUri, which names its function.";
        }

        if (authorizer.PayloadFormatVersion != "2.0" || !authorizer.EnableSimpleResponses)
        {
            yield return $"payload format {authorizer.PayloadFormatVersion ?? "(none)"} with EnableSimpleResponses "
                + $"{(authorizer.EnableSimpleResponses ? "true" : "false")} is not served here; 2.0 with true is.";
        }

        if (authorizer.ResultTtlSeconds is < 0 or > MaximumTtlSeconds)
        {
            yield return $"AuthorizerResultTtlInSeconds is {authorizer.ResultTtlSeconds}; it is 0 to {MaximumTtlSeconds}.";
        }

        foreach (var expression in authorizer.IdentitySources)
        {
            if (Problem(expression) is { } problem)
            {
                yield return problem;
            }
        }
    }

    private static string? Problem(string identitySource)
    {
        try
        {
            IdentitySource.Parse(identitySource);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Asks the function; null when it may not be asked, or has no valid answer.</summary>
    private async Task<Authorization?> AskAsync(HttpApiEvent request, IReadOnlyList<string> identity, CancellationToken cancellationToken)
    {
        var sources = new SourceArns(_resource.FunctionArn!, request.ApiId).OfAuthorizer(Id);
        if (_permissions.ProblemOf(_resource.FunctionArn!, _resource.CredentialsArn, sources) is { } problem)
        {
            _logger.LogWarning(
                "{RouteKey}: API Gateway doesn't have permissions to call authorizer {Authorizer}: {Problem}.", request.RouteKey, _resource.Name, problem);
            return null;
        }

        var payload = JsonResponse.Encode(request.ToAuthorizerJson(_resource.FunctionArn!.Split(':')[3], identity));
        try
        {
            var result = await _invoke(_resource.FunctionArn, payload, cancellationToken).WaitAsync(Timeout, _time, cancellationToken);
            if (result.Succeeded)
            {
                return Authorization.Parse(result.Payload);
            }

            _logger.LogWarning("{RouteKey}: authorizer {Authorizer} {Outcome}.", request.RouteKey, _resource.Name, result.Throttled ? "was throttled" : "failed");
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("{RouteKey}: authorizer {Authorizer} gave no answer within {Timeout} s.", request.RouteKey, _resource.Name, Timeout.TotalSeconds);
        }
        catch (FormatException exception)
        {
            _logger.LogWarning(
                "{RouteKey}: the answer of authorizer {Authorizer} is no simple response: {Problem}.", request.RouteKey, _resource.Name, exception.Message);
        }

        return null;
    }
}
