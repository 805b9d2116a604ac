using System.Net;
using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;

namespace SensorWatch.Local.Tests.Http;

public class LambdaAuthorizerTests
{
    private readonly HttpApiFixture _api = new();

    [Fact]
    public async Task An_authorized_request_reaches_its_function_with_the_authorizers_context()
    {
        _api.Authorize = _ => HttpApiFixture.Answer("""{"isAuthorized":true,"context":{"sensorIds":["a","b"],"operator":false}}""");

        (await _api.SendAsync("GET /things/1", "token")).ShouldBe((HttpStatusCode.OK, "ok"));

        _api.Events.ShouldHaveSingleItem()["requestContext"]!["authorizer"]!.ToJsonString()
            .ShouldBe("""{"lambda":{"sensorIds":["a","b"],"operator":false}}""");
    }

    [Fact]
    public async Task An_authorizer_sees_the_request_as_AWS_shows_it()
    {
        await _api.SendAsync("GET /things/x%20y", "token", "n=1&n=2");

        var @event = _api.AuthorizerEvents.ShouldHaveSingleItem().AsObject();
        @event.Select(member => member.Key).ShouldBe(
        [
            "version", "type", "routeArn", "identitySource", "routeKey", "rawPath", "rawQueryString", "cookies", "headers",
            "queryStringParameters", "requestContext", "pathParameters", "stageVariables",
        ]);
        Text(@event, "version").ShouldBe("2.0");
        Text(@event, "type").ShouldBe("REQUEST");
        Text(@event, "routeArn").ShouldBe("arn:aws:execute-api:eu-north-1:123456789012:api/$default/GET/things/x y");
        @event["identitySource"]!.ToJsonString().ShouldBe("""["token"]""");
        Text(@event, "routeKey").ShouldBe("GET /things/{id}");
        @event["cookies"]!.ToJsonString().ShouldBe("""["a=1","b=2"]""");
        @event["headers"]!["authorization"]!.GetValue<string>().ShouldBe("token");
        @event["queryStringParameters"]!.ToJsonString().ShouldBe("""{"n":"1,2"}""");
        @event["pathParameters"]!.ToJsonString().ShouldBe("""{"id":"x y"}""");
        @event["stageVariables"]!.ToJsonString().ShouldBe("""{"tier":"gold"}""");
        @event["requestContext"]!.AsObject().ContainsKey("authorizer").ShouldBeFalse();
        Text(@event["requestContext"]!["http"]!.AsObject(), "method").ShouldBe("GET");
    }

    [Fact]
    public async Task A_request_without_an_identity_source_is_a_401_and_no_call()
    {
        (await _api.SendAsync("GET /things/1")).ShouldBe((HttpStatusCode.Unauthorized, HttpApiFixture.Message("Unauthorized")));
        (await _api.SendAsync("GET /things/1", token: "")).Status.ShouldBe(HttpStatusCode.Unauthorized);

        _api.AuthorizerEvents.ShouldBeEmpty();
        _api.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refused_request_is_a_403_and_its_function_is_not_called()
    {
        _api.Authorize = _ => HttpApiFixture.Answer("""{"isAuthorized":false}""");

        (await _api.SendAsync("GET /things/1", "token")).ShouldBe((HttpStatusCode.Forbidden, HttpApiFixture.Message("Forbidden")));

        _api.Events.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"isAuthorized":"true"}""")]
    [InlineData("""{"isAuthorized":true,"context":"text"}""")]
    [InlineData("""{"principalId":"me","policyDocument":{}}""")]
    public async Task An_answer_that_is_no_simple_response_is_a_500(string answer)
    {
        _api.Authorize = _ => HttpApiFixture.Answer(answer);

        (await _api.SendAsync("GET /things/1", "token"))
            .ShouldBe((HttpStatusCode.InternalServerError, HttpApiFixture.Message("Internal Server Error")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_authorizer_that_fails_or_is_throttled_is_a_500_and_is_asked_again(bool throttled)
    {
        _api.Authorize = _ => new InvocationResult("id", "{}"u8.ToArray(), throttled ? null : "Unhandled", throttled);
        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(HttpStatusCode.InternalServerError);
        _api.Authorize = _ => HttpApiFixture.Answer("""{"isAuthorized":true}""");

        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_answer_holds_for_all_routes_and_the_same_identity_until_its_time_is_over()
    {
        await _api.SendAsync("GET /things/1", "token");
        await _api.SendAsync("POST /things", "token");
        _api.Time.Advance(TimeSpan.FromSeconds(299));
        await _api.SendAsync("GET /things/2", "token");
        _api.AuthorizerEvents.Count.ShouldBe(1);

        await _api.SendAsync("GET /things/1", "other");
        _api.AuthorizerEvents.Count.ShouldBe(2);

        _api.Time.Advance(TimeSpan.FromSeconds(1));
        await _api.SendAsync("GET /things/1", "token");
        _api.AuthorizerEvents.Count.ShouldBe(3);
        _api.Events.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_refusal_holds_too()
    {
        _api.Authorize = _ => HttpApiFixture.Answer("""{"isAuthorized":false}""");

        await _api.SendAsync("GET /things/1", "token");
        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(HttpStatusCode.Forbidden);

        _api.AuthorizerEvents.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_time_to_live_every_request_is_asked_about()
    {
        _api.Authorizer = _api.Authorizer with { ResultTtlSeconds = 0 };

        await _api.SendAsync("GET /things/1", "token");
        await _api.SendAsync("GET /things/1", "token");

        _api.AuthorizerEvents.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_identity_sources_every_request_is_asked_about()
    {
        _api.Authorizer = _api.Authorizer with { IdentitySources = [] };

        await _api.SendAsync("GET /things/1");
        await _api.SendAsync("GET /things/1");

        _api.AuthorizerEvents.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_route_as_identity_source_keeps_routes_apart()
    {
        _api.Authorizer = _api.Authorizer with
        {
            IdentitySources = ["$request.header.Authorization", "$context.routeKey", "$stageVariables.tier", "$request.querystring.k"],
        };

        await _api.SendAsync("GET /things/1", "token", "k=v");
        await _api.SendAsync("GET /things/2", "token", "k=v");
        await _api.SendAsync("POST /things", "token", "k=v");

        _api.AuthorizerEvents.Select(@event => @event["identitySource"]!.ToJsonString()).ShouldBe(
            ["""["token","GET /things/{id}","gold","v"]""", """["token","POST /things","gold","v"]"""]);
    }

    [Fact]
    public async Task A_route_without_authorizer_needs_no_token()
    {
        (await _api.SendAsync("GET /open")).Status.ShouldBe(HttpStatusCode.OK);

        _api.AuthorizerEvents.ShouldBeEmpty();
        _api.Events.ShouldHaveSingleItem()["requestContext"]!.AsObject().ContainsKey("authorizer").ShouldBeFalse();
    }

    [Fact]
    public void What_is_not_served_is_refused_by_name()
    {
        _api.Definition = _api.Definition with
        {
            Authorizers =
            [
                _api.Authorizer with { AuthorizerType = "JWT" },
                _api.Authorizer with { PayloadFormatVersion = "1.0", FunctionArn = null, ResultTtlSeconds = 3_601 },
                _api.Authorizer with { EnableSimpleResponses = false, IdentitySources = ["$request.body.x"] },
            ],
            Routes =
            [
                .. new[] { "JWT", "AWS_IAM" }.Select(type => _api.Definition.Routes[0] with { AuthorizationType = type }),
                _api.Definition.Routes[0] with { AuthorizerId = "gone" },
                _api.Definition.Routes[0] with { AuthorizerId = null },
            ],
        };

        var refusals = string.Join('\n', HttpApi.Refusals(_api.Definition));

        foreach (var expected in new[]
        {
            "authorizers of type JWT are not served",
            "no AuthorizerUri",
            "payload format 1.0 with EnableSimpleResponses true",
            "AuthorizerResultTtlInSeconds is 3601",
            "payload format 2.0 with EnableSimpleResponses false",
            "identity source '$request.body.x'",
            "authorized by JWT",
            "authorized by AWS_IAM",
            "has an authorizer that its API does not have",
            "has no AuthorizerId",
        })
        {
            refusals.ShouldContain(expected);
        }
    }

    private static string Text(JsonObject @event, string name) => @event[name]!.GetValue<string>();
}
