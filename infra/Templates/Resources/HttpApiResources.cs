using System.Text.Json.Nodes;
using SensorWatch.Templates.Resources.Reading;

namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::ApiGatewayV2::Api</c> of protocol <c>HTTP</c>.</summary>
public sealed record HttpApiResource(Resource Resource, string ApiId, string Name)
{
    public const string Type = "AWS::ApiGatewayV2::Api";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> NameProperty = Properties.Text("Name");
    private static readonly Property<string> ProtocolTypeProperty = Properties.Text("ProtocolType");

    /// <summary>What browsers on other origins may do; null when the API leaves that to its functions.</summary>
    public HttpApiCors? Cors { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties { get; } = Properties.Paths.Union(HttpApiCors.ReadProperties).ToHashSet();

    /// <exception cref="Resolution.TemplateResolutionException">The API is a WebSocket API.</exception>
    public static HttpApiResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return ProtocolTypeProperty.Read(resource, "HTTP") is "HTTP"
            ? new(resource, resource.Attribute("ApiId"), NameProperty.Read(resource, resource.Name)) { Cors = HttpApiCors.From(resource) }
            : throw ((PropertySource)resource).Gap("ProtocolType", "only HTTP APIs are supported.");
    }
}

/// <summary><c>AWS::ApiGatewayV2::Stage</c>.</summary>
public sealed record HttpApiStageResource(Resource Resource, string ApiId, string StageName, IReadOnlyDictionary<string, string> Variables)
{
    public const string Type = "AWS::ApiGatewayV2::Stage";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> ApiIdProperty = Properties.Text("ApiId");
    private static readonly Property<string> StageNameProperty = Properties.Text("StageName");
    private static readonly Property<IReadOnlyDictionary<string, string>> VariablesProperty = Properties.TextMap("StageVariables");
    private static readonly Property<double> RateLimitProperty = Properties.Number("DefaultRouteSettings.ThrottlingRateLimit");
    private static readonly Property<int> BurstLimitProperty = Properties.Integer("DefaultRouteSettings.ThrottlingBurstLimit");
    private static readonly Property<JsonObject> RouteSettingsProperty = Properties.Json("RouteSettings");

    /// <summary>The limits of each route that has none of its own.</summary>
    public HttpApiThrottling DefaultThrottling { get; init; } = new(null, null);

    /// <summary>Limits by route key.</summary>
    public IReadOnlyDictionary<string, HttpApiThrottling> RouteThrottling { get; init; } = new Dictionary<string, HttpApiThrottling>();

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static HttpApiStageResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(
            resource,
            ApiIdProperty.Read(resource),
            StageNameProperty.Read(resource),
            VariablesProperty.Read(resource, new Dictionary<string, string>()))
        {
            DefaultThrottling = new(RateLimitProperty.ReadOrNull(resource), BurstLimitProperty.ReadOrNull(resource)),
            RouteThrottling = RouteSettingsProperty.Read(resource, []).ToDictionary(
                route => route.Key,
                route => HttpApiThrottling.From(resource, route.Key, route.Value)),
        };
    }
}

/// <summary>How many requests a route takes.</summary>
/// <param name="RateLimit">Requests a second in the long run; null leaves it to the next wider setting.</param>
/// <param name="BurstLimit">Requests at once; null leaves it to the next wider setting.</param>
public sealed record HttpApiThrottling(double? RateLimit, int? BurstLimit)
{
    private static readonly PropertySet Properties = new();
    private static readonly Property<double> RateLimitProperty = Properties.Number("ThrottlingRateLimit");
    private static readonly Property<int> BurstLimitProperty = Properties.Integer("ThrottlingBurstLimit");

    internal static HttpApiThrottling From(Resource stage, string routeKey, JsonNode? settings)
    {
        var path = $"RouteSettings.{routeKey}";
        var source = settings is JsonObject members
            ? new PropertySource(stage, members, $"{path}.")
            : throw new Resolution.TemplateResolutionException(stage, path, "an object with the route's settings is expected.");
        return new(RateLimitProperty.ReadOrNull(source), BurstLimitProperty.ReadOrNull(source));
    }
}

/// <summary><c>AWS::ApiGatewayV2::Route</c>.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="ApiId">Id of its API.</param>
/// <param name="RouteKey"><c>POST /readings</c> or <c>$default</c>.</param>
/// <param name="IntegrationId">Physical id of its integration, from <c>Target</c>; null without one.</param>
/// <param name="AuthorizerId">Physical id of its authorizer; null without one.</param>
public sealed record HttpApiRouteResource(Resource Resource, string ApiId, string RouteKey, string? IntegrationId, string? AuthorizerId)
{
    public const string Type = "AWS::ApiGatewayV2::Route";

    private const string TargetPrefix = "integrations/";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> ApiIdProperty = Properties.Text("ApiId");
    private static readonly Property<string> RouteKeyProperty = Properties.Text("RouteKey");
    private static readonly Property<string> TargetProperty = Properties.Text("Target");
    private static readonly Property<string> AuthorizerIdProperty = Properties.Text("AuthorizerId");
    private static readonly Property<string> AuthorizationTypeProperty = Properties.Text("AuthorizationType");

    /// <summary><c>NONE</c>, <c>CUSTOM</c> (a Lambda authorizer), <c>JWT</c> or <c>AWS_IAM</c>.</summary>
    public string AuthorizationType { get; init; } = "NONE";

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    public static HttpApiRouteResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return new(
            resource,
            ApiIdProperty.Read(resource),
            RouteKeyProperty.Read(resource),
            ReadIntegrationId(resource),
            AuthorizerIdProperty.ReadOrNull(resource))
        {
            AuthorizationType = AuthorizationTypeProperty.Read(resource, "NONE"),
        };
    }

    private static string? ReadIntegrationId(Resource resource) => TargetProperty.ReadOrNull(resource) switch
    {
        null => null,
        var target when target.StartsWith(TargetPrefix, StringComparison.Ordinal) => target[TargetPrefix.Length..],
        var target => throw ((PropertySource)resource).Expected($"{TargetPrefix}ID", "Target", target),
    };
}

/// <summary><c>AWS::ApiGatewayV2::Integration</c> with a Lambda function.</summary>
/// <param name="Resource">The resource; its physical id is what routes name.</param>
/// <param name="ApiId">Id of its API.</param>
/// <param name="FunctionArn">ARN of the function, from <c>IntegrationUri</c>, plain or in API Gateway's invocation form.</param>
/// <param name="PayloadFormatVersion"><c>2.0</c> or <c>1.0</c>.</param>
/// <param name="TimeoutMilliseconds">At most 30,000.</param>
public sealed record HttpApiIntegrationResource(
    Resource Resource,
    string ApiId,
    string FunctionArn,
    string PayloadFormatVersion,
    int TimeoutMilliseconds)
{
    public const string Type = "AWS::ApiGatewayV2::Integration";

    private static readonly PropertySet Properties = new();
    private static readonly Property<string> ApiIdProperty = Properties.Text("ApiId");
    private static readonly Property<string> IntegrationTypeProperty = Properties.Text("IntegrationType");
    private static readonly Property<string> IntegrationUriProperty = Properties.Text("IntegrationUri");
    private static readonly Property<string> PayloadFormatVersionProperty = Properties.Text("PayloadFormatVersion");
    private static readonly Property<int> TimeoutProperty = Properties.Integer("TimeoutInMillis");
    private static readonly Property<string> CredentialsArnProperty = Properties.Text("CredentialsArn");

    /// <summary>ARN of the role with which the API invokes the function; null when the function's own policy lets it in.</summary>
    public string? CredentialsArn { get; init; }

    /// <summary>The properties that <see cref="From"/> understands.</summary>
    public static IReadOnlySet<string> ReadProperties => Properties.Paths;

    /// <exception cref="Resolution.TemplateResolutionException">The integration is with something other than a Lambda function.</exception>
    public static HttpApiIntegrationResource From(Resource resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return IntegrationTypeProperty.Read(resource) is "AWS_PROXY"
            ? new(
                resource,
                ApiIdProperty.Read(resource),
                InvocationUri.FunctionArn(resource, "IntegrationUri", IntegrationUriProperty.Read(resource)),
                PayloadFormatVersionProperty.Read(resource, "1.0"),
                TimeoutProperty.Read(resource, 30_000))
            {
                CredentialsArn = CredentialsArnProperty.ReadOrNull(resource),
            }
            : throw ((PropertySource)resource).Gap("IntegrationType", "only AWS_PROXY with a Lambda function is supported.");
    }
}
