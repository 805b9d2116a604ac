namespace SensorWatch.Templates.Tests.Rules.Access;

public sealed class RouteRuleTests
{
    private const string Api = """ "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "a", "ProtocolType": "HTTP" } } """;

    private const string Sockets = """ "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "a", "ProtocolType": "WEBSOCKET" } } """;

    [Theory]
    [InlineData("GET /orders")]
    [InlineData("$default")]
    public void A_route_is_open(string key) => Reviewed.By("access/", $"{Api}, {Route(key)}")
        .ShouldBe([$"access/route-authorized Route: The route '{key}' is open: its AuthorizationType is NONE."]);

    [Theory]
    [InlineData("JWT")]
    [InlineData("CUSTOM")]
    public void A_route_says_who_authorizes(string type)
    {
        Reviewed.By("access/", $"{Api}, {Route("GET /orders", $", \"AuthorizationType\": \"{type}\"")}")
            .ShouldBe([$"access/route-authorizer-named Route: The route 'GET /orders' has the AuthorizationType {type} and no AuthorizerId."]);
    }

    [Theory]
    [InlineData("GET /orders", ", \"AuthorizationType\": \"JWT\", \"AuthorizerId\": \"a\"")]
    [InlineData("GET /orders", ", \"AuthorizationType\": \"AWS_IAM\"")]
    [InlineData("GET /orders", ", \"AuthorizationType\": { \"Fn::ImportValue\": \"elsewhere\" }")]
    [InlineData("OPTIONS /{proxy+}", "")]
    public void A_route_is_authorized_or_needs_not_be(string key, string properties) => Reviewed.By("access/", $"{Api}, {Route(key, properties)}").ShouldBeEmpty();

    [Fact]
    public void A_WebSocket_API_asks_once()
    {
        Reviewed.By("access/", $"{Sockets}, {Route("sendMessage")}").ShouldBeEmpty();
        Reviewed.By("access/", $"{Sockets}, {Route("$connect")}").ShouldHaveSingleItem().ShouldStartWith("access/route-authorized");
    }

    [Theory]
    [InlineData("GET", "\"AuthorizationType\": \"NONE\"", "", true)]
    [InlineData("OPTIONS", "\"AuthorizationType\": \"NONE\"", "", false)]
    [InlineData("GET", "\"AuthorizationType\": \"COGNITO_USER_POOLS\"", "", false)]
    [InlineData("GET", "\"AuthorizationType\": \"NONE\"", "\"Policy\": { \"Statement\": [] }", false)]
    public void A_method_of_a_REST_API(string method, string properties, string api, bool open)
    {
        var found = Reviewed.By("access/", $$"""
            "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": { {{api}} } },
            "Method": { "Type": "AWS::ApiGateway::Method", "Properties": { "RestApiId": { "Ref": "Api" }, "HttpMethod": "{{method}}", {{properties}} } }
            """);

        found.ShouldBe(open ? ["access/method-authorized Method: The method GET is open: its AuthorizationType is NONE."] : []);
    }

    [Theory]
    [InlineData("NONE", true)]
    [InlineData("AWS_IAM", false)]
    public void A_functions_address(string type, bool open) =>
        Reviewed.By("access/", AccessResources.Resource("Url", "AWS::Lambda::Url", $"\"TargetFunctionArn\": \"f\", \"AuthType\": \"{type}\""))
            .ShouldBe(open ? ["access/function-url-authorized Url: Anybody can invoke the function: AuthType is NONE."] : []);

    private static string Route(string key, string properties = "") =>
        AccessResources.Resource("Route", "AWS::ApiGatewayV2::Route", $$"""
            "ApiId": { "Ref": "Api" }, "RouteKey": "{{key}}" {{properties}}
            """);
}
