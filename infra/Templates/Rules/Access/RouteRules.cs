using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Access;

/// <summary>Whether requests from outside are let in by somebody.</summary>
internal static class RouteRules
{
    private const string Preflight = "OPTIONS";

    private static readonly DesignRule HttpApi = new()
    {
        Id = "access/route-authorized",
        Sentence = "Every route of an HTTP or WebSocket API is authorized.",
        Mend = "Give it an authorizer (AuthorizationType JWT or CUSTOM), or AWS_IAM.",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html",
        Check = context => from route in context.Deployment.OfType(HttpApiRouteResource.Type)
                           where IsOpen(route) && IsAuthorizable(context, route)
                           select new Finding(route, $"The route '{route.Text("RouteKey")}' is open: its AuthorizationType is NONE."),
    };

    private static readonly DesignRule Authorizer = new()
    {
        Id = "access/route-authorizer-named",
        Sentence = "A route that an authorizer lets requests through to says which.",
        Mend = "Set AuthorizerId to the authorizer's Ref.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-route.html",
        Check = context => from route in context.Deployment.OfType(HttpApiRouteResource.Type)
                           where route.Text("AuthorizationType") is "CUSTOM" or "JWT" && route.Node("AuthorizerId") is null
                           select new Finding(route, $"The route '{route.Text("RouteKey")}' has the AuthorizationType {route.Text("AuthorizationType")} and no AuthorizerId."),
    };

    private static readonly DesignRule RestApi = new()
    {
        Id = "access/method-authorized",
        Sentence = "Every method of a REST API is authorized.",
        Mend = "Give it an authorizer (AuthorizationType CUSTOM or COGNITO_USER_POOLS), or AWS_IAM.",
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
        Check = context => from method in context.Deployment.OfType("AWS::ApiGateway::Method")
                           where IsOpen(method) && method.Text("HttpMethod") != Preflight && !HasPolicy(context, method)
                           select new Finding(method, $"The method {method.Text("HttpMethod")} is open: its AuthorizationType is NONE."),
    };

    private static readonly DesignRule FunctionUrl = new()
    {
        Id = "access/function-url-authorized",
        Sentence = "A function's address on the internet is authorized.",
        Mend = "Set AuthType to AWS_IAM, or put an API with an authorizer before the function.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
        Check = context => from url in context.Deployment.OfType("AWS::Lambda::Url")
                           where url.Text("AuthType") == "NONE"
                           select new Finding(url, "Anybody can invoke the function: AuthType is NONE."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [HttpApi, Authorizer, RestApi, FunctionUrl];

    private static bool IsOpen(Resource resource) => (resource.Text("AuthorizationType") ?? "NONE") == "NONE";

    /// <summary>A WebSocket API asks once, when a client connects; browsers send no credentials in a preflight request.</summary>
    private static bool IsAuthorizable(DesignContext context, Resource route)
    {
        var key = route.Text("RouteKey") ?? "";
        var api = context.Deployment.OfType(HttpApiResource.Type).FirstOrDefault(api => api.PhysicalId == route.Text("ApiId"));
        return api?.Text("ProtocolType") == "WEBSOCKET" ? key == "$connect" : !key.StartsWith(Preflight, StringComparison.Ordinal) && (api is not null || !key.StartsWith('$'));
    }

    /// <summary>A resource policy may let in some networks or accounts only.</summary>
    private static bool HasPolicy(DesignContext context, Resource method) => context.Deployment.OfType("AWS::ApiGateway::RestApi")
        .Any(api => api.PhysicalId == method.Text("RestApiId") && api.Node("Policy") is not null);
}
