using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Tests.Access;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Http;

/// <summary>
/// One API without a server: routes <c>GET /things/{id}</c> and <c>POST /things</c>, both guarded by an authorizer, and
/// <c>GET /open</c>. The test plays the authorizer, and sees what it and the integration were sent.
/// </summary>
internal sealed class HttpApiFixture
{
    /// <summary>The API, as permissions name it.</summary>
    public const string ExecuteApi = "arn:aws:execute-api:eu-north-1:123456789012:api";

    private const string ArnPrefix = "arn:aws:lambda:eu-north-1:123456789012:function:";

    private HttpApi? _api;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ListLogger<HttpApiFixture> Log { get; } = new();

    /// <summary>What lets the API invoke its functions: at first, both of them for everything.</summary>
    public IReadOnlyList<FunctionPermissionResource> Permissions { get; set; } =
        [Permission("Things", $"{ExecuteApi}/*"), Permission("Authorize", $"{ExecuteApi}/*")];

    /// <summary>IAM roles and their policies, as a template's resources.</summary>
    public string Roles { get; set; } = "{}";

    public UsageMeter Usage { get; } = new();

    public List<JsonNode> AuthorizerEvents { get; } = [];

    public List<JsonNode> Events { get; } = [];

    public HttpApiDefinition Definition { get; set; } = new(
        new(Resource("api"), "api", "api"),
        [new(Resource("Stage"), "api", "$default", new Dictionary<string, string> { ["tier"] = "gold" })],
        [Route("Get", "GET /things/{id}"), Route("Post", "POST /things"), new(Resource("Open"), "api", "GET /open", "Integration", null)],
        [new(Resource("Integration"), "api", $"{ArnPrefix}Things", "2.0", 30_000)])
    {
        Authorizers =
        [
            new()
            {
                Resource = Resource("Authorizer"),
                ApiId = "api",
                Name = "Tokens",
                AuthorizerType = "REQUEST",
                FunctionArn = $"{ArnPrefix}Authorize",
                PayloadFormatVersion = "2.0",
                EnableSimpleResponses = true,
                IdentitySources = ["$request.header.Authorization"],
            },
        ],
    };

    /// <summary>What the authorizer answers to an event.</summary>
    public Func<JsonNode, InvocationResult> Authorize { get; set; } = _ => Answer("""{"isAuthorized":true}""");

    /// <summary>What the integration answers.</summary>
    public string Response { get; set; } = """{"statusCode":200,"body":"ok"}""";

    public HttpApiCors? Cors
    {
        get => Definition.Api.Cors;
        set => Definition = Definition with { Api = Definition.Api with { Cors = value } };
    }

    public HttpApiIntegrationResource Integration
    {
        get => Definition.Integrations[0];
        set => Definition = Definition with { Integrations = [value] };
    }

    public HttpApiAuthorizerResource Authorizer
    {
        get => Definition.Authorizers[0];
        set => Definition = Definition with { Authorizers = [value] };
    }

    public HttpApiStageResource Stage
    {
        get => Definition.Stages[0];
        set => Definition = Definition with { Stages = [value] };
    }

    public static InvocationResult Answer(string json) => new("id", Encoding.UTF8.GetBytes(json));

    public static Resource Resource(string id) => new()
    {
        Path = $"App/{id}",
        StackId = "App",
        LogicalId = id,
        Type = "AWS::ApiGatewayV2::Any",
        PhysicalId = id,
        Properties = [],
    };

    /// <summary>What CDK writes for a route or authorizer.</summary>
    public static FunctionPermissionResource Permission(string function, string? sourceArn, string principal = "apigateway.amazonaws.com") => new()
    {
        Resource = Resource($"{function}Permission"),
        FunctionName = $"{ArnPrefix}{function}",
        Action = "lambda:InvokeFunction",
        Principal = principal,
        SourceArn = sourceArn,
    };

    /// <summary>The permissions of an API's functions.</summary>
    public static ApiPermissions PermissionsOf(
        IEnumerable<string> functionArns, IReadOnlyList<FunctionPermissionResource> permissions, string roles = "{}")
    {
        var functions = new FunctionDirectory(
            functionArns.Select(arn => MappingFixture.Function() with { Name = arn.Split(':')[^1], Arn = arn }));
        return new(functions, new(functions, permissions), DeploymentPolicies.Of(AccessFixture.Resolve(roles, account: "123456789012")));
    }

    public static string Message(string message) => $$"""{"message":"{{message}}"}""";

    /// <summary>Sends a request; the answer's status and body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(string route, string? token = null, string query = "")
    {
        var reply = await SendAsync(
            route, query, token is null ? [] : [KeyValuePair.Create("Authorization", token), KeyValuePair.Create("Cookie", "a=1; b=2")]);
        return ((HttpStatusCode)reply.StatusCode, Encoding.UTF8.GetString(reply.Body.Span));
    }

    /// <summary>Sends a request with headers; the whole answer.</summary>
    public async Task<HttpApiReply> SendAsync(string route, string query, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        _api ??= new(Definition, InvokeAsync, PermissionsOf([$"{ArnPrefix}Things", $"{ArnPrefix}Authorize"], Permissions, Roles), Time, Log, usage: Usage);
        var request = new HttpApiRequest
        {
            Method = route.Split(' ')[0],
            Path = route.Split(' ')[1],
            Query = query,
            Headers = headers,
            Body = "{}"u8.ToArray(),
            Protocol = "HTTP/1.1",
            SourceIp = "127.0.0.1",
            Host = "localhost",
        };
        return await _api.HandleAsync(request, "request-1", CancellationToken.None);
    }

    private static HttpApiRouteResource Route(string id, string key) =>
        new(Resource(id), "api", key, "Integration", "Authorizer") { AuthorizationType = "CUSTOM" };

    private Task<InvocationResult> InvokeAsync(string functionArn, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var @event = JsonNode.Parse(payload.Span)!;
        if (functionArn == $"{ArnPrefix}Authorize")
        {
            AuthorizerEvents.Add(@event);
            return Task.FromResult(Authorize(@event));
        }

        Events.Add(@event);
        return Task.FromResult(Answer(Response));
    }
}
