using SensorWatch.Templates.Tests.Rules.Access;

namespace SensorWatch.Templates.Tests.Rules.Operations;

public sealed class StageRuleTests
{
    private const string Http = "AWS::ApiGatewayV2::Stage";

    private const string Rest = "AWS::ApiGateway::Stage";

    private const string Limits = """ "ThrottlingRateLimit": 10, "ThrottlingBurstLimit": 20 """;

    [Theory]
    [InlineData("", "ThrottlingRateLimit and no ThrottlingBurstLimit")]
    [InlineData(", \"DefaultRouteSettings\": { \"DetailedMetricsEnabled\": true }", "ThrottlingRateLimit and no ThrottlingBurstLimit")]
    [InlineData(", \"DefaultRouteSettings\": { \"ThrottlingRateLimit\": 10 }", "ThrottlingBurstLimit")]
    public void A_stage_has_no_limits(string settings, string missing) => Throttling(Http, $"\"ApiId\": \"a\", \"StageName\": \"$default\" {settings}")
        .ShouldBe([$"operations/api-throttled Stage: Its DefaultRouteSettings have no {missing}."]);

    [Theory]
    [InlineData("")]
    [InlineData(", \"MethodSettings\": [{ \"ResourcePath\": \"/*\", \"HttpMethod\": \"*\", \"LoggingLevel\": \"INFO\" }]")]
    [InlineData(", \"MethodSettings\": [{ \"ResourcePath\": \"/orders\", \"HttpMethod\": \"GET\", \"ThrottlingRateLimit\": 10, \"ThrottlingBurstLimit\": 20 }]")]
    public void A_stage_of_a_REST_API_has_no_limits(string settings) => Throttling(Rest, $"\"RestApiId\": \"a\" {settings}")
        .ShouldBe(["operations/api-throttled Stage: Its MethodSettings have no ThrottlingRateLimit and ThrottlingBurstLimit for all methods (ResourcePath /*, HttpMethod *)."]);

    [Theory]
    [InlineData(Http, "\"ApiId\": \"a\", \"DefaultRouteSettings\": {" + Limits + "}")]
    [InlineData(Http, "\"ApiId\": \"a\", \"DefaultRouteSettings\": { \"Fn::ImportValue\": \"unknown\" }")]
    [InlineData(Http, "\"ApiId\": \"routed\", \"RouteSettings\": { \"GET /orders\": {" + Limits + "} }")]
    [InlineData(Rest, "\"RestApiId\": \"a\", \"MethodSettings\": [{ \"ResourcePath\": \"/*\", \"HttpMethod\": \"*\"," + Limits + "}]")]
    [InlineData(Rest, "\"RestApiId\": \"planned\"")]
    [InlineData(Rest, "\"RestApiId\": \"one-method\", \"MethodSettings\": [{ \"ResourcePath\": \"/orders\", \"HttpMethod\": \"GET\"," + Limits + "}]")]
    public void A_stage_has_limits(string type, string properties) => Throttling(type, properties).ShouldBeEmpty();

    [Theory]
    [InlineData(Http, "AccessLogSettings", "", "AccessLogSettings.DestinationArn and no AccessLogSettings.Format")]
    [InlineData(Http, "AccessLogSettings", "\"DestinationArn\": \"arn:aws:logs:us-east-1:123456789012:log-group:a\"", "AccessLogSettings.Format")]
    [InlineData(Rest, "AccessLogSetting", "\"Format\": \"$context.requestId\"", "AccessLogSetting.DestinationArn")]
    [InlineData(Rest, "AccessLogSetting", "\"DestinationArn\": { \"Fn::ImportValue\": \"unknown\" }, \"Format\": \"$context.requestId\"", null)]
    [InlineData(Http, "AccessLogSettings", "\"DestinationArn\": \"arn:aws:logs:us-east-1:123456789012:log-group:a\", \"Format\": \"$context.requestId\"", null)]
    public void A_stages_requests_are_logged(string type, string property, string settings, string? missing) =>
        Reviewed.By("operations/api-access", AccessResources.Resource("Stage", type, $$""" "{{property}}": { {{settings}} } """))
            .ShouldBe(missing is null ? [] : [$"operations/api-access-logs Stage: Its requests are not logged: it has no {missing}."]);

    [Fact]
    public void A_stage_says_nothing_of_logs() => Reviewed.By("operations/api-access", AccessResources.Resource("Stage", Http, ""))
        .ShouldHaveSingleItem().ShouldStartWith("operations/api-access-logs Stage");

    private static IReadOnlyList<string> Throttling(string type, string properties) => Reviewed.By("operations/api-throttled", $$"""
        {{AccessResources.Resource("Stage", type, properties)}},
        {{AccessResources.Resource("Route", "AWS::ApiGatewayV2::Route", "\"ApiId\": \"routed\", \"RouteKey\": \"GET /orders\"")}},
        {{AccessResources.Resource("Method", "AWS::ApiGateway::Method", "\"RestApiId\": \"one-method\", \"HttpMethod\": \"GET\"")}},
        {{AccessResources.Resource("Preflight", "AWS::ApiGateway::Method", "\"RestApiId\": \"one-method\", \"HttpMethod\": \"OPTIONS\"")}},
        {{AccessResources.Resource("Plan", "AWS::ApiGateway::UsagePlan", "\"Throttle\": { \"RateLimit\": 10, \"BurstLimit\": 20 }, \"ApiStages\": [{ \"ApiId\": \"planned\", \"Stage\": \"prod\" }]")}}
        """);
}
