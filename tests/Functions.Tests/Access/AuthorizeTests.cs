using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Tests.Access;

public sealed class AuthorizeTests : IAsyncLifetime
{
    private const string DeviceRoute = "POST /readings";
    private const string OperatorRoute = "GET /sensors/{id}/readings";

    private readonly FakeTokensTable _table = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeContext _context = new();
    private string _device = "";
    private string _operator = "";

    public async Task InitializeAsync()
    {
        var issuer = new TokenIssuer(_table.Store, _time);
        _device = (await issuer.IssueDeviceAsync("roof", ["a-1", "a-2"], CancellationToken.None)).Text;
        _operator = (await issuer.IssueOperatorAsync("ada", CancellationToken.None)).Text;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_device_is_let_in_with_its_name_and_sensors_in_the_form_that_API_Gateway_takes()
    {
        (await AnswerAsync(DeviceRoute, $"Bearer {_device}")).ShouldBe(
            """{"isAuthorized":true,"context":{"kind":"device","name":"roof","sensorIds":"a-1,a-2"}}""");
    }

    [Fact]
    public async Task An_operator_is_let_in_with_a_name()
    {
        (await AnswerAsync(OperatorRoute, $"bearer {_operator}")).ShouldBe(
            """{"isAuthorized":true,"context":{"kind":"operator","name":"ada","sensorIds":""}}""");
    }

    [Fact]
    public async Task A_device_may_use_no_operator_s_route()
    {
        foreach (var route in new[] { OperatorRoute, "PUT /sensors/{id}", "POST /alerts/{id}/acknowledge", "$default", "post /readings" })
        {
            (await AnswerAsync(route, $"Bearer {_device}")).ShouldBe("""{"isAuthorized":false}""");
        }
    }

    [Fact]
    public async Task An_operator_may_not_use_a_device_s_route()
    {
        (await AnswerAsync(DeviceRoute, $"Bearer {_operator}")).ShouldBe("""{"isAuthorized":false}""");
        _context.Lines.ShouldHaveSingleItem().ShouldContain("Operator");
    }

    [Fact]
    public async Task A_revoked_token_is_refused()
    {
        await _table.Store.RevokeAsync(_device.Split('.')[0], _time.GetUtcNow(), CancellationToken.None);

        (await AnswerAsync(DeviceRoute, $"Bearer {_device}")).ShouldBe("""{"isAuthorized":false}""");
        _context.Lines.ShouldHaveSingleItem().ShouldContain("revoked");
    }

    [Fact]
    public async Task A_known_id_with_another_secret_is_refused_and_no_secret_is_logged()
    {
        var forged = $"{_device.Split('.')[0]}.{Token.Create(TokenKind.Device).Reveal().Split('.')[1]}";

        (await AnswerAsync(DeviceRoute, $"Bearer {forged}")).ShouldBe("""{"isAuthorized":false}""");
        _context.Lines.ShouldHaveSingleItem().ShouldContain("wrong secret");
        _context.Lines.ShouldAllBe(line => !line.Contains(forged.Split('.')[1]));
    }

    [Fact]
    public async Task An_unknown_token_is_refused() =>
        (await AnswerAsync(DeviceRoute, $"Bearer {Token.Create(TokenKind.Device).Reveal()}")).ShouldBe("""{"isAuthorized":false}""");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer x.y")]
    [InlineData("Basic YTpi")]
    public async Task A_malformed_header_is_refused_without_a_look_at_the_table(string? header)
    {
        _table.TableNames.Clear();

        (await AnswerAsync(DeviceRoute, header)).ShouldBe("""{"isAuthorized":false}""");
        _table.TableNames.ShouldBeEmpty();
    }

    [Fact]
    public void The_context_reaches_the_handler_as_its_caller()
    {
        const string Request = """
            {"requestContext":{"requestId":"r","routeKey":"POST /readings",
             "authorizer":{"lambda":{"kind":"device","name":"roof","sensorIds":"a-1,a-2"}}}}
            """;

        var caller = Caller.Of(JsonSerializer.Deserialize(Request, HttpJson.Default.HttpRequest)!).ShouldNotBeNull();

        (caller.Kind, caller.Name).ShouldBe((TokenKind.Device, "roof"));
        caller.SensorIds.ShouldBe(["a-1", "a-2"]);
    }

    [Theory]
    [InlineData("""{"requestContext":{"requestId":"r","routeKey":"POST /readings"}}""")]
    [InlineData("""{"requestContext":{"requestId":"r","routeKey":"POST /readings","authorizer":{"lambda":null}}}""")]
    [InlineData("""{"requestContext":{"requestId":"r","routeKey":"POST /readings","authorizer":{"jwt":{"claims":{},"scopes":null}}}}""")]
    public void Without_this_system_s_authorizer_there_is_no_caller(string request) =>
        Caller.Of(JsonSerializer.Deserialize(request, HttpJson.Default.HttpRequest)!).ShouldBeNull();

    private async Task<string> AnswerAsync(string routeKey, string? authorization)
    {
        // As the HTTP API asks: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
        var authorizationHeader = authorization is null ? "" : $"\"authorization\":{JsonSerializer.Serialize(authorization)},";
        var json = $$$"""
            {"version":"2.0","type":"REQUEST","routeArn":"arn:aws:execute-api:us-east-1:123456789012:abcdef123/test/GET/request",
             "identitySource":["user1","123"],"routeKey":{{{JsonSerializer.Serialize(routeKey)}}},"rawPath":"/x",
             "headers":{{{{authorizationHeader}}}"host":"api"},
             "requestContext":{"accountId":"123456789012","http":{"method":"POST"}},"stageVariables":{"a":"b"}}
            """;
        var request = JsonSerializer.Deserialize(Encoding.UTF8.GetBytes(json), HttpJson.Default.AuthorizerRequest)!;
        var response = await new Authorize(_table.Store).HandleAsync(request, _context, CancellationToken.None);
        return JsonSerializer.Serialize(response, HttpJson.Default.AuthorizerResponse);
    }
}
