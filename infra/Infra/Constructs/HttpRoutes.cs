using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.Apigatewayv2;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// An HTTP API whose routes are handlers, with throttling and access logs:
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
/// It can't be made without an authorizer, and every route is behind it.
/// </summary>
public sealed partial class HttpRoutes : Construct
{
    private readonly StageContext _context;
    private readonly CfnApi _api;
    private CfnAuthorizer? _authorizer;

    private HttpRoutes(Construct scope, string id, StageContext context)
        : base(scope, id)
    {
        _context = context;
        _api = new CfnApi(this, "Resource", new CfnApiProps
        {
            Name = $"sensorwatch-{context.Settings.Name}",
            ProtocolType = "HTTP",
        });
        AddStage();
        _ = new CfnOutput(this, "Endpoint", new CfnOutputProps { Value = _api.AttrApiEndpoint, Description = "Base address of the HTTP API" });
    }

    /// <summary>Id of the API, the dimension of its metrics.</summary>
    public string ApiId => _api.Ref;

    /// <summary>Base address: <c>https://….execute-api.….amazonaws.com</c>.</summary>
    public string Endpoint => _api.AttrApiEndpoint;

    /// <summary>Makes an API behind a Lambda authorizer.</summary>
    /// <typeparam name="TAuthorizer">The handler that says who may pass.</typeparam>
    /// <param name="scope">The parent.</param>
    /// <param name="id">Id below the parent.</param>
    /// <param name="context">Environment and code.</param>
    /// <param name="accesses">What the authorizer may touch.</param>
    public static HttpRoutes Behind<TAuthorizer>(Construct scope, string id, StageContext context, params IReadOnlyList<Access> accesses)
        where TAuthorizer : ILambdaHandler<AuthorizerRequest, AuthorizerResponse>, IHandlerSettings
    {
        var routes = new HttpRoutes(scope, id, context);
        routes.AddAuthorizer(Handler.Of<TAuthorizer>(), accesses);
        return routes;
    }

    /// <summary>Adds a route and the function behind it.</summary>
    /// <typeparam name="THandler">The handler class; its name is the function's and the construct's.</typeparam>
    /// <param name="routeKey">Method and path: <c>GET /sensors/{id}/readings</c>.</param>
    /// <param name="accesses">What the handler may touch.</param>
    public HttpRoutes Route<THandler>(string routeKey, params IReadOnlyList<Access> accesses)
        where THandler : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings => Routes<THandler>([routeKey], accesses);

    /// <summary>Adds routes that one function answers; it tells them apart by the route's key.</summary>
    /// <typeparam name="THandler">The handler class; its name is the function's and the construct's.</typeparam>
    /// <param name="routeKeys">Methods and paths: <c>GET /sensors/{id}/readings</c>.</param>
    /// <param name="accesses">What the handler may touch.</param>
    public HttpRoutes Routes<THandler>(IReadOnlyList<string> routeKeys, params IReadOnlyList<Access> accesses)
        where THandler : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
    {
        var keys = routeKeys.Select(key => ParseRouteKey(key)).ToList();
        var handler = new Construct(this, typeof(THandler).Name);
        var function = new HandlerFunction(handler, "Function", _context, Handler.Of<THandler>(), FunctionSize.Request, accesses);
        var integration = new CfnIntegration(handler, "Integration", new CfnIntegrationProps
        {
            ApiId = _api.Ref,
            IntegrationType = "AWS_PROXY",
            IntegrationUri = function.Resource.FunctionArn,
            PayloadFormatVersion = "2.0",
        });
        foreach (var (method, path) in keys)
        {
            var route = new Construct(handler, NotInAnId().Replace($"{method}{path}", "-"));
            _ = new CfnRoute(route, "Route", new CfnRouteProps
            {
                ApiId = _api.Ref,
                RouteKey = $"{method} {path}",
                AuthorizationType = "CUSTOM",
                AuthorizerId = _authorizer!.Ref,
                Target = $"integrations/{integration.Ref}",
            });

            // One route may call one function: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
            AllowCall(route, function, $"*/{method}{PathVariable().Replace(path, "*")}");
        }

        return this;
    }

    [GeneratedRegex("^(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>/[^ ]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RouteKey();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PathVariable();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex NotInAnId();

    private static (string Method, string Path) ParseRouteKey(string routeKey) => RouteKey().Match(routeKey) is { Success: true } parts
        ? (parts.Groups["method"].Value, parts.Groups["path"].Value)
        : throw new ArgumentException($"'{routeKey}' is no route; expected a method and a path, such as 'GET /sensors/{{id}}'.", nameof(routeKey));

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html</summary>
    private void AddAuthorizer(Handler handler, IReadOnlyList<Access> accesses)
    {
        var scope = new Construct(this, handler.Name);
        var function = new HandlerFunction(scope, "Function", _context, handler, FunctionSize.Authorizer, accesses);
        _authorizer = new CfnAuthorizer(scope, "Authorizer", new CfnAuthorizerProps
        {
            ApiId = _api.Ref,
            Name = handler.Name,
            AuthorizerType = "REQUEST",
            AuthorizerPayloadFormatVersion = "2.0",
            EnableSimpleResponses = true,
            AuthorizerUri = Stack.Of(this).FormatArn(new ArnComponents
            {
                Service = "apigateway",
                Account = "lambda",
                Resource = "path",
                ResourceName = $"2015-03-31/functions/{function.Resource.FunctionArn}/invocations",
            }),
            // Answers are cached by these alone. With the route among them, an answer for one route never lets another pass.
            IdentitySource = ["$request.header.Authorization", "$context.routeKey"],
            AuthorizerResultTtlInSeconds = _context.Settings.AuthorizerCacheSeconds,
        });
        AllowCall(scope, function, $"authorizers/{_authorizer.Ref}");
    }

    private void AllowCall(Construct scope, HandlerFunction function, string caller) =>
        _ = new CfnPermission(scope, "Permission", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = function.Resource.FunctionName,
            Principal = "apigateway.amazonaws.com",
            SourceArn = Stack.Of(this).FormatArn(new ArnComponents { Service = "execute-api", Resource = _api.Ref, ResourceName = caller }),
        });

    private void AddStage()
    {
        var logs = new LogGroup(this, "AccessLogs", new LogGroupProps
        {
            Retention = _context.Settings.LogRetention,
            RemovalPolicy = _context.Settings.RemovalPolicy,
        });
        _ = new CfnStage(this, "Stage", new CfnStageProps
        {
            ApiId = _api.Ref,
            StageName = "$default",
            AutoDeploy = true,
            DefaultRouteSettings = new CfnStage.RouteSettingsProperty
            {
                ThrottlingRateLimit = _context.Settings.ApiRateLimit,
                ThrottlingBurstLimit = _context.Settings.ApiBurstLimit,
            },
            AccessLogSettings = new CfnStage.AccessLogSettingsProperty
            {
                DestinationArn = ArnWithoutStreams(logs),
                Format = AccessLogFormat,
            },
        });
    }

    // The group's own Arn attribute ends in ":*"; API Gateway wants the group.
    private string ArnWithoutStreams(LogGroup logs) => Stack.Of(this).FormatArn(new ArnComponents
    {
        Service = "logs",
        Resource = "log-group",
        ResourceName = logs.LogGroupName,
        ArnFormat = ArnFormat.COLON_RESOURCE_NAME,
    });

    /// <summary>Variables: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html</summary>
    private static string AccessLogFormat { get; } = JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["requestId"] = "$context.requestId",
        ["requestTime"] = "$context.requestTime",
        ["routeKey"] = "$context.routeKey",
        ["status"] = "$context.status",
        ["responseLength"] = "$context.responseLength",
        ["responseLatency"] = "$context.responseLatency",
        ["sourceIp"] = "$context.identity.sourceIp",
        ["caller"] = "$context.authorizer.name",
        ["errorMessage"] = "$context.error.message",
        ["authorizerError"] = "$context.authorizer.error",
        ["integrationError"] = "$context.integrationErrorMessage",
    });
}
