using System.Net;
using static SensorWatch.Local.Tests.Http.HttpApiFixture;

namespace SensorWatch.Local.Tests.Http;

public sealed class ApiPermissionTests
{
    private readonly HttpApiFixture _api = new();

    [Theory]
    [InlineData("*/*/things/{id}")] // what CDK writes for a route
    [InlineData("*/*")] // what CDK writes for all of an API
    [InlineData("$default/GET/things/{id}")]
    [InlineData("*/GET/things/*")] // what SAM writes
    [InlineData("*")]
    public async Task A_permission_lets_a_route_in_by_stage_method_and_path(string source)
    {
        Permit(source);

        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("*/*/open")]
    [InlineData("*/POST/things/{id}")]
    [InlineData("test/GET/things/{id}")]
    [InlineData("*/GET/things/1")] // a path's variables stand in the ARN as in the route key
    [InlineData("authorizers/Integration")]
    public async Task A_permission_for_something_else_does_not(string source)
    {
        Permit(source);

        (await _api.SendAsync("GET /things/1", "token")).ShouldBe((HttpStatusCode.InternalServerError, Message("Internal Server Error")));

        _api.Events.ShouldBeEmpty();
        var line = _api.Log.Lines.ShouldHaveSingleItem();
        line.ShouldStartWith("GET /things/{id}: API Gateway doesn't have permissions to call the integration: no AWS::Lambda::Permission");
        line.ShouldContain($"on Things for the SourceArn {ExecuteApi}/$default/GET/things/{{id}}");
    }

    [Fact]
    public async Task A_permission_for_another_service_does_not()
    {
        _api.Permissions = [Permission("Things", null, "events.amazonaws.com")];

        (await _api.SendAsync("GET /open")).Status.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Theory]
    [InlineData("ANY /open", "*/*/open", true)]
    [InlineData("ANY /open", "*/ANY/open", true)]
    [InlineData("ANY /open", "*/POST/open", false)]
    [InlineData("$default", "*/$default", true)]
    [InlineData("$default", "*/*", true)]
    [InlineData("$default", "other/*", false)]
    public async Task The_routes_that_take_any_method_have_ARNs_too(string routeKey, string source, bool allowed)
    {
        _api.Definition = _api.Definition with { Routes = [new(Resource("Any"), "api", routeKey, "Integration", null)] };
        Permit(source);

        (await _api.SendAsync("GET /open")).Status.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_request_that_throttling_or_the_authorizer_refuses_asks_for_no_permission()
    {
        _api.Permissions = [Permission("Authorize", null)];
        _api.Authorize = _ => Answer("""{"isAuthorized":false}""");

        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(HttpStatusCode.Forbidden);
        _api.Log.Lines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("authorizers/Authorizer", true)]
    [InlineData("authorizers/*", true)]
    [InlineData("*/*", true)]
    [InlineData("authorizers/Other", false)]
    [InlineData("*/*/things/{id}", false)]
    public async Task An_authorizer_needs_a_permission_of_its_own(string source, bool allowed)
    {
        _api.Permissions = [Permission("Things", null), Permission("Authorize", $"{ExecuteApi}/{source}")];

        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);

        _api.AuthorizerEvents.Count.ShouldBe(allowed ? 1 : 0);
        _api.Log.Lines.Count(line => line.Contains($"SourceArn {ExecuteApi}/authorizers/Authorizer", StringComparison.Ordinal)).ShouldBe(allowed ? 0 : 1);
    }

    [Theory]
    [InlineData("lambda:InvokeFunction", true)]
    [InlineData("lambda:GetFunction", false)]
    public async Task With_a_role_the_roles_policies_decide_and_not_the_functions(string action, bool allowed)
    {
        const string Role = "arn:aws:iam::123456789012:role/Api";
        _api.Permissions = [];
        _api.Integration = _api.Integration with { CredentialsArn = Role };
        _api.Authorizer = _api.Authorizer with { CredentialsArn = "arn:aws:iam::123456789012:role/elsewhere" };
        _api.Roles = $$"""
            { "Role": { "Type": "AWS::IAM::Role", "Properties": {
              "RoleName": "Api", "AssumeRolePolicyDocument": {},
              "Policies": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17",
                "Statement": [ { "Effect": "Allow", "Action": "{{action}}", "Resource": "*" } ] } } ] } } }
            """;

        (await _api.SendAsync("GET /things/1", "token")).Status.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.InternalServerError);

        _api.Log.Lines.Count(line => line.Contains($"the role {Role} does not allow lambda:InvokeFunction", StringComparison.Ordinal)).ShouldBe(allowed ? 0 : 1);
    }

    private void Permit(string source) =>
        _api.Permissions = [Permission("Things", $"{ExecuteApi}/{source}"), Permission("Authorize", null)];
}
