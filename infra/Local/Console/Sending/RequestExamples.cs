using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Console.Invocations;
using SensorWatch.Local.Http;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Sending;

/// <summary>The events that the HTTP APIs would make of the app's example requests, for the routes' functions and for their authorizers.</summary>
internal sealed class RequestExamples(ConsoleServices services, RouteViews routes)
{
    /// <summary>Of the routes that lead to a function, and of those that it authorizes.</summary>
    public IEnumerable<NamedPayload> Of(FunctionResource function) =>
        services.Deployment.Routes.SelectMany(route => OfRoute(route, function)).Concat(services.Deployment.Routes.SelectMany(route => OfAuthorizer(route, function)).Take(1));

    private IEnumerable<NamedPayload> OfRoute(HttpApiRouteResource route, FunctionResource function)
    {
        var integration = services.Deployment.Integrations.FirstOrDefault(integration => integration.Resource.PhysicalId == route.IntegrationId);
        return integration is null || services.Deployment.FindFunction(integration.FunctionArn) != function
            ? []
            : Requests(route).Select(request => new NamedPayload($"{route.RouteKey}: {request.Name}", request.Event.ToJson()));
    }

    private IEnumerable<NamedPayload> OfAuthorizer(HttpApiRouteResource route, FunctionResource function)
    {
        var authorizer = services.Deployment.Authorizers.FirstOrDefault(authorizer => authorizer.Resource.PhysicalId == route.AuthorizerId);
        if (authorizer?.FunctionArn is not { } arn || services.Deployment.FindFunction(arn) != function)
        {
            return [];
        }

        return Requests(route).Select(request => new NamedPayload(
            $"may {route.RouteKey} pass?",
            request.Event.ToAuthorizerJson(
                services.Deployment.Settings.Region,
                [.. authorizer.IdentitySources.Select(source => IdentitySource.Parse(source).Read(request.Event)).OfType<string>()])));
    }

    /// <summary>The app's examples, or a plain request where it has none.</summary>
    private IEnumerable<(string Name, HttpApiEvent Event)> Requests(HttpApiRouteResource route)
    {
        var examples = routes.ExamplesOf(route);
        return examples.Count > 0 ? examples.Select(example => (example.Name, Make(route, example)))
            : routes.PathOf(route.RouteKey, null) is not null && route.RouteKey.Split(' ') is [_, var path] ? [("a request", Make(route, new("", new Dictionary<string, string>(), path, null, null)))]
            : [];
    }

    private HttpApiEvent Make(HttpApiRouteResource route, RouteExample example)
    {
        var key = Route.Parse(route.RouteKey);
        var method = route.RouteKey.Split(' ')[0] is { } named and not ("ANY" or Route.DefaultKey) ? named : "GET";
        key.Matches(method, example.Path.TrimStart('/').Split('/'), out var parameters);
        return new()
        {
            Request = new()
            {
                Method = method,
                Path = example.Path,
                Query = example.Query ?? "",
                Headers = [.. example.Headers],
                Body = example.Body switch
                {
                    null => default,
                    JsonValue text => Encoding.UTF8.GetBytes(text.ToString()),
                    var json => ConsoleJson.Encode(json),
                },
                Protocol = "HTTP/1.1",
                SourceIp = "127.0.0.1",
                Host = services.Address.Host,
                Port = services.Address.Port,
            },
            AccountId = services.Deployment.Settings.Account,
            ApiId = route.ApiId,
            RouteKey = route.RouteKey,
            Stage = HttpApiEvent.DefaultStage,
            StageVariables = new Dictionary<string, string>(),
            PathParameters = parameters ?? [],
            RequestId = HttpApi.NewRequestId(),
            Time = services.Clock.GetUtcNow(),

            // What an authorizer would tell, only it knows.
            Authorization = route.AuthorizerId is null ? null : new(true, null),
        };
    }
}
