using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Tests.Access;
using SensorWatch.Operate.Aws;

namespace SensorWatch.Operate.Tests.Tokens;

/// <summary>The command line of <c>infra/Operate</c>.</summary>
public sealed class TokenCommandsTests : IDisposable
{
    private readonly FakeTokensTable _table = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly List<Uri?> _endpoints = [];

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Issue_writes_the_token_alone_to_standard_output()
    {
        (await RunAsync("tokens issue --kind device --sensors a-1,a-2 --name roof --table T")).ShouldBe(0);

        Token.Parse(_output.ToString().TrimEnd()).ShouldNotBeNull();
        _error.ToString().ShouldContain("can't be shown again");
        _table.TableNames.ShouldAllBe(name => name == "T");
        _endpoints.ShouldBe([null]);
    }

    [Fact]
    public async Task Issue_writes_JSON_for_scripts()
    {
        (await RunAsync("tokens issue --kind device --sensors a-1,a-2 --name roof --table T --endpoint http://127.0.0.1:4566 --json")).ShouldBe(0);

        var json = JsonNode.Parse(_output.ToString())!;
        Token.Parse(json["token"]!.GetValue<string>())!.TokenId.ShouldBe(json["tokenId"]!.GetValue<string>());
        json["kind"]!.GetValue<string>().ShouldBe("device");
        json["sensorIds"]!.ToJsonString().ShouldBe("""["a-1","a-2"]""");
        json["createdAt"]!.GetValue<string>().ShouldBe("2026-01-02T00:00:00Z");
        _endpoints.ShouldBe([new Uri("http://127.0.0.1:4566")]);
    }

    [Fact]
    public async Task A_token_can_be_revoked_and_is_listed_as_such()
    {
        await RunAsync("tokens issue --kind operator --name ada --table T");
        var token = _output.ToString().Trim();
        var tokenId = token.Split('.')[0];

        (await RunAsync($"tokens revoke {tokenId} --table T")).ShouldBe(0);
        (await RunAsync("tokens list --table T")).ShouldBe(0);

        _output.ToString().Split('\n')[^2].Trim().ShouldBe($"{tokenId}  operator  2026-01-02T00:00:00Z  revoked 2026-01-02T00:00:00Z  ada");
    }

    [Fact]
    public async Task A_list_as_JSON_shows_no_secret()
    {
        await RunAsync("tokens issue --kind operator --name ada --table T");
        _output.GetStringBuilder().Clear();

        (await RunAsync("tokens list --table T --json")).ShouldBe(0);

        var token = JsonNode.Parse(_output.ToString())!.AsArray().ShouldHaveSingleItem()!;
        token.AsObject().Select(member => member.Key).ShouldBe(["tokenId", "kind", "name", "sensorIds", "createdAt"]);
    }

    [Fact]
    public async Task Without_a_table_the_environments_is_found()
    {
        await using var system = await OperatedSystem.StartAsync();

        (await system.RunAsync("tokens", "issue", "--kind", "operator", "--name", "ada")).ShouldBe(0);
        (await system.RunAsync("tokens", "list", "--json")).ShouldBe(0);

        system.Json[0]!["name"]!.GetValue<string>().ShouldBe("ada");
        (await system.RunAsync("tokens", "list", "-e", "prod")).ShouldBe(1);
        system.Error.ShouldContain("Expected a tokens table of the environment 'prod', SensorWatch-Prod-…-Tokens…; there is none.");
    }

    [Fact]
    public async Task To_revoke_a_token_that_does_not_exist_fails()
    {
        (await RunAsync("tokens revoke swd_0123456789abcdef0123456789abcdef --table T")).ShouldBe(1);
        _error.ToString().ShouldContain("no token swd_0123456789abcdef0123456789abcdef in the table T");
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("tokens issue --kind device --name roof --table T")]
    [InlineData("tokens issue --kind operator --sensors a --name ada --table T")]
    [InlineData("tokens issue --kind admin --name ada --table T")]
    [InlineData("tokens issue --kind operator --name ada --table T --endpoint nowhere")]
    [InlineData("tokens issue --kind device --sensors a/b --name roof --table T")]
    [InlineData("tokens revoke --table T")]
    [InlineData("tokens revoke roof --table T")]
    [InlineData("tokens lost --table T")]
    public async Task Wrong_arguments_are_explained_and_nothing_is_tried(string line)
    {
        (await RunAsync(line)).ShouldBe(2);

        _error.ToString().ShouldNotBeEmpty();
        _table.TableNames.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_whole_token_given_to_revoke_is_not_repeated_in_the_error()
    {
        var token = Token.Create(TokenKind.Device).Reveal();

        (await RunAsync($"tokens revoke {token} --table T")).ShouldBe(2);

        (_error.ToString() + _output).ShouldNotContain(token.Split('.')[1]);
    }

    [Fact]
    public async Task What_AWS_refuses_is_a_failure_with_its_reason()
    {
        _table.Client.ScanAsync(Arg.Any<ScanRequest>(), Arg.Any<CancellationToken>()).Throws(new ResourceNotFoundException("no such table"));

        (await RunAsync("tokens list --table T")).ShouldBe(1);

        _error.ToString().ShouldContain("no such table");
    }

    private Task<int> RunAsync(string line) => OperatorCommands.RunAsync(
        line.Split(' '), new() { Output = _output, Error = _error, Connect = Connect, Time = _time });

    private AwsClients Connect(AwsTarget target)
    {
        _endpoints.Add(target.Endpoint);
        return new(target) { DynamoDb = _table.Client };
    }
}
