using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Flow;

/// <summary>HTTP APIs with their routes and authorizers; REST APIs and functions' own URLs.</summary>
internal static class HttpFlows
{
    private const string RestApiType = "AWS::ApiGateway::RestApi";
    private const string MethodType = "AWS::ApiGateway::Method";
    private const string UrlType = "AWS::Lambda::Url";

    public static void Add(Deployment deployment, FlowBuilder flows)
    {
        foreach (var api in deployment.HttpApis)
        {
            flows.Nodes.Add(api.Resource, FlowNodeKind.Api, api.Name, api.ApiId);
        }

        foreach (var route in deployment.Routes)
        {
            AddRoute(deployment, route, flows);
        }

        foreach (var method in deployment.OfType(MethodType))
        {
            AddMethod(deployment, method, flows);
        }

        foreach (var url in deployment.OfType(UrlType))
        {
            var node = flows.Nodes.Add(url, FlowNodeKind.Route, $"{FlowNodes.ShortName(url)} URL");
            flows.Add(node, Function(deployment, flows, JsonValues.Text(url.Properties, "TargetFunctionArn")), FlowEdgeKind.Invokes);
        }
    }

    private static void AddRoute(Deployment deployment, HttpApiRouteResource route, FlowBuilder flows)
    {
        var node = flows.Nodes.Add(route.Resource, FlowNodeKind.Route, route.RouteKey);
        var api = deployment.HttpApis.FirstOrDefault(api => api.ApiId == route.ApiId);
        flows.Add(api is null ? null : flows.Nodes.Of(api.Resource), node, FlowEdgeKind.Routes);

        var integration = deployment.Integrations.FirstOrDefault(integration => integration.Resource.PhysicalId == route.IntegrationId);
        flows.Add(node, Function(deployment, flows, integration?.FunctionArn), FlowEdgeKind.Invokes);

        var authorizer = deployment.Authorizers.FirstOrDefault(authorizer => authorizer.Resource.PhysicalId == route.AuthorizerId);
        flows.Add(node, Function(deployment, flows, authorizer?.FunctionArn), FlowEdgeKind.Authorizes);
    }

    /// <summary>A method of a REST API: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html</summary>
    private static void AddMethod(Deployment deployment, Resource method, FlowBuilder flows)
    {
        var node = flows.Nodes.Add(method, FlowNodeKind.Route, FlowNodes.ShortName(method));
        var apiId = JsonValues.Text(method.Properties, "RestApiId");
        if (deployment.OfType(RestApiType).FirstOrDefault(api => api.PhysicalId == apiId) is { } api)
        {
            flows.Add(flows.Nodes.Add(api, FlowNodeKind.Api, FlowNodes.ShortName(api), api.Name), node, FlowEdgeKind.Routes);
        }

        var uri = JsonValues.Text(method.Properties, "Integration", "Uri");
        flows.Add(node, Function(deployment, flows, uri), FlowEdgeKind.Invokes);
    }

    /// <summary>The function in an ARN, or in API Gateway's form around it.</summary>
    private static FlowNode? Function(Deployment deployment, FlowBuilder flows, string? uri)
    {
        if (uri is null || !FlowNodes.IsKnown(uri))
        {
            return null;
        }

        var arn = uri.Split('/') is [_, _, "functions", var inside, "invocations"] ? inside : uri;
        return deployment.FindFunction(arn) is { } function ? flows.Nodes.Of(function.Resource) : null;
    }
}
