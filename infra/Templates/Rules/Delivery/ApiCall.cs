using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>A call of a function by an API.</summary>
/// <param name="Sender">The route, method or authorizer.</param>
/// <param name="Function">The function.</param>
/// <param name="What">For messages: <c>The route 'GET /orders'</c>.</param>
/// <param name="SourceArns">The ARNs that the permission must cover, each of them by one of its forms.</param>
internal sealed record ApiCall(Resource Sender, Resource Function, string What, IReadOnlyList<IReadOnlyList<string>> SourceArns)
{
    private const string MethodType = "AWS::ApiGateway::Method";

    // A permission that takes these takes any.
    private static readonly string[] SomeMethods = ["GET", "POST", "DELETE"];

    /// <summary>With a role of its own, the API needs no permission.</summary>
    public bool HasRole { get; private init; }

    /// <summary>How long the API waits; null when that isn't known, and for an authorizer.</summary>
    public int? WaitsMilliseconds { get; private init; }

    public static IEnumerable<ApiCall> Of(Deployment deployment) => [.. Routes(deployment), .. Methods(deployment), .. Authorizers(deployment)];

    private static IEnumerable<ApiCall> Routes(Deployment deployment) =>
        from route in deployment.OfType(HttpApiRouteResource.Type)
        let integration = deployment.OfType(HttpApiIntegrationResource.Type).FirstOrDefault(integration => route.Text("Target") == $"integrations/{integration.PhysicalId}")
        where integration?.Text("IntegrationType") is "AWS_PROXY"
        let function = FunctionIn(deployment, integration.Text("IntegrationUri"))
        where function is not null
        let isSocket = deployment.OfType(HttpApiResource.Type).FirstOrDefault(api => api.PhysicalId == route.Text("ApiId"))?.Text("ProtocolType") is "WEBSOCKET"
        select new ApiCall(route, function, $"The route '{route.Text("RouteKey")}'", RouteArns(deployment, route.Text("ApiId") ?? "", route.Text("RouteKey") ?? ""))
        {
            HasRole = integration.Node("CredentialsArn") is not null,

            // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
            WaitsMilliseconds = integration.WholeNumber("TimeoutInMillis", isSocket ? 29_000 : 30_000),
        };

    private static IEnumerable<ApiCall> Methods(Deployment deployment) =>
        from method in deployment.OfType(MethodType)
        where method.Text("Integration.Type") is "AWS_PROXY"
        let function = FunctionIn(deployment, method.Text("Integration.Uri"))
        where function is not null

        // A method's path is made of resources, whose ids only the account knows.
        select new ApiCall(method, function, $"The method {method.Text("HttpMethod")}", [[Deployment.UnresolvedMark]])
        {
            HasRole = method.Node("Integration.Credentials") is not null,
            WaitsMilliseconds = method.WholeNumber("Integration.TimeoutInMillis", 29_000),
        };

    private static IEnumerable<ApiCall> Authorizers(Deployment deployment) =>
        from authorizer in deployment.OfType(HttpApiAuthorizerResource.Type)
        let function = FunctionIn(deployment, authorizer.Text("AuthorizerUri"))
        where function is not null
        select new ApiCall(authorizer, function, "The authorizer", [[$"{Prefix(deployment, authorizer.Text("ApiId") ?? "")}/authorizers/{authorizer.PhysicalId}"]])
        {
            HasRole = authorizer.Node("AuthorizerCredentialsArn") is not null,
        };

    /// <summary>A route for any method must be let in with each; a path's variables stand in the ARN as in the key.</summary>
    private static IReadOnlyList<IReadOnlyList<string>> RouteArns(Deployment deployment, string apiId, string key)
    {
        var stages = deployment.OfType(HttpApiStageResource.Type).Where(stage => stage.Text("ApiId") == apiId).Select(stage => stage.Text("StageName") ?? stage.PhysicalId);
        return [.. from stage in stages.DefaultIfEmpty("$default")
                   let prefix = $"{Prefix(deployment, apiId)}/{stage}"
                   from forms in key.Split(' ') switch
                   {
                       ["ANY", var path] => SomeMethods.Select(method => new[] { $"{prefix}/{method}{path}", $"{prefix}/ANY{path}" }),
                       [var method, var path] => [[$"{prefix}/{method}{path}"]],
                       _ => [[$"{prefix}/{key}", $"{prefix}/GET/orders"]],
                   }
                   select forms];
    }

    private static string Prefix(Deployment deployment, string apiId) =>
        $"arn:{deployment.Settings.Partition}:execute-api:{deployment.Settings.Region}:{deployment.Settings.Account}:{apiId}";

    /// <summary>The function in an ARN, or in API Gateway's form around it, which may end in a stage variable.</summary>
    private static Resource? FunctionIn(Deployment deployment, string? uri) =>
        deployment.FunctionOf(uri?.Split('/') is [_, _, "functions", var inside, "invocations"] ? inside : uri);
}
