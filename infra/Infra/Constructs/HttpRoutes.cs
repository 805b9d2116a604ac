using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.Apigatewayv2;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Infra.Constructs;

/// <summary>
/// An HTTP API whose routes are handlers, with throttling and access logs:
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
/// </summary>
public sealed partial class HttpRoutes : Construct
{
    private readonly StageContext _context;
    private readonly CfnApi _api;

    public HttpRoutes(Construct scope, string id, StageContext context)
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

    /// <summary>Adds a route and the function behind it.</summary>
    /// <typeparam name="THandler">The handler class; its name is the function's and the construct's.</typeparam>
    /// <param name="routeKey">Method and path: <c>GET /sensors/{id}/readings</c>.</param>
    /// <param name="accesses">What the handler may touch.</param>
    public HttpRoutes Route<THandler>(string routeKey, params IReadOnlyList<Access> accesses)
        where THandler : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
    {
        if (RouteKey().Match(routeKey) is not { Success: true } parts)
        {
            throw new ArgumentException($"'{routeKey}' is no route; expected a method and a path, such as 'GET /sensors/{{id}}'.", nameof(routeKey));
        }

        var route = new Construct(this, typeof(THandler).Name);
        var function = new HandlerFunction(route, "Function", _context, Handler.Of<THandler>(), FunctionSize.Request, accesses);
        var integration = new CfnIntegration(route, "Integration", new CfnIntegrationProps
        {
            ApiId = _api.Ref,
            IntegrationType = "AWS_PROXY",
            IntegrationUri = function.Resource.FunctionArn,
            PayloadFormatVersion = "2.0",
        });
        _ = new CfnRoute(route, "Route", new CfnRouteProps
        {
            ApiId = _api.Ref,
            RouteKey = routeKey,
            AuthorizationType = "NONE",
            Target = $"integrations/{integration.Ref}",
        });
        AllowRoute(route, function, parts.Groups["method"].Value, parts.Groups["path"].Value);
        return this;
    }

    [GeneratedRegex("^(?<method>GET|POST|PUT|PATCH|DELETE) (?<path>/[^ ]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RouteKey();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PathVariable();

    // One route may call one function: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
    private void AllowRoute(Construct route, HandlerFunction function, string method, string path) =>
        _ = new CfnPermission(route, "Permission", new CfnPermissionProps
        {
            Action = "lambda:InvokeFunction",
            FunctionName = function.Resource.FunctionName,
            Principal = "apigateway.amazonaws.com",
            SourceArn = Stack.Of(this).FormatArn(new ArnComponents
            {
                Service = "execute-api",
                Resource = _api.Ref,
                ResourceName = $"*/{method}{PathVariable().Replace(path, "*")}",
            }),
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
        ["errorMessage"] = "$context.error.message",
        ["integrationError"] = "$context.integrationErrorMessage",
    });
}
