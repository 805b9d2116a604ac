using System.CommandLine;
using Amazon.DynamoDBv2;
using SensorWatch.Functions.Access;

namespace SensorWatch.Operate;

/// <summary><c>tokens issue</c>, <c>tokens revoke</c> and <c>tokens list</c>.</summary>
internal sealed class TokenCommands(TextWriter output, TextWriter error, Func<Uri?, IAmazonDynamoDB> connect, TimeProvider time)
{
    private readonly Option<string> _table = new("--table")
    {
        Description = "Name of the tokens table",
        Required = true,
        HelpName = "NAME",
    };

    private readonly Option<Uri?> _endpoint = new("--endpoint")
    {
        Description = "DynamoDB's address, for a local run: http://127.0.0.1:4566",
        HelpName = "URL",
        CustomParser = result => Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : Fail(result, $"--endpoint: expected an http or https address; got '{result.Tokens.Single().Value}'"),
    };

    private readonly Option<bool> _json = new("--json") { Description = "Write JSON, for scripts" };

    public Command Create() => new("tokens", "Issue, revoke and list access tokens") { Issue(), Revoke(), List() };

    private Command Issue()
    {
        var kind = new Option<string>("--kind") { Description = "Whose token it is", Required = true };
        kind.AcceptOnlyFromAmong("device", "operator");
        var name = new Option<string>("--name") { Description = "The device, or the operator as acknowledgements name them", Required = true };
        var sensors = new Option<string[]>("--sensors")
        {
            Description = "Of a device: the sensors whose readings it may post, with commas between them",
            HelpName = "ID,ID,…",
            DefaultValueFactory = _ => [],
            CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
        var command = new Command("issue", "Make a token and show it, once") { kind, name, sensors, _table, _endpoint, _json };
        command.Validators.Add(result =>
        {
            // By the words as given: to ask for a value that didn't parse is an exception.
            var hasSensors = result.GetResult(sensors) is { Tokens.Count: > 0 };
            switch (result.GetResult(kind)?.Tokens is [{ Value: var value }, ..] ? value : null)
            {
                case "device" when !hasSensors:
                    result.AddError("A device's token needs --sensors.");
                    break;
                case "operator" when hasSensors:
                    result.AddError("An operator's token has no --sensors.");
                    break;
            }
        });
        command.SetAction((parsed, cancellationToken) =>
            IssueAsync(parsed, parsed.GetRequiredValue(name), parsed.GetValue(sensors) ?? [], cancellationToken));
        return command;
    }

    private Command Revoke()
    {
        var tokenId = new Argument<string>("token-id") { Description = "The part of the token before the dot: swd_… or swo_…" };
        tokenId.Validators.Add(result =>
        {
            var text = result.Tokens.Single().Value;
            if (!Token.IsTokenId(text))
            {
                result.AddError($"Expected a token's id, swd_ or swo_ and 32 hexadecimal digits, without the secret; got '{text.Split('.')[0]}'.");
            }
        });
        var command = new Command("revoke", "Make a token count no more; the HTTP API may let it in until its authorizer's cache forgets it")
        {
            tokenId, _table, _endpoint, _json,
        };
        command.SetAction((parsed, cancellationToken) => RevokeAsync(parsed, parsed.GetRequiredValue(tokenId), cancellationToken));
        return command;
    }

    private Command List()
    {
        var command = new Command("list", "Show all tokens, without their secrets") { _table, _endpoint, _json };
        command.SetAction(ListAsync);
        return command;
    }

    private async Task<int> IssueAsync(ParseResult parsed, string name, string[] sensors, CancellationToken cancellationToken)
    {
        using var client = Connect(parsed);
        var issuer = new TokenIssuer(Store(parsed, client), time);
        var issued = sensors.Length > 0
            ? await issuer.IssueDeviceAsync(name, sensors, cancellationToken)
            : await issuer.IssueOperatorAsync(name, cancellationToken);
        if (parsed.GetValue(_json))
        {
            await output.WriteLineAsync(TokenReport.From(issued).ToJson());
            return ExitCode.Done;
        }

        // The token alone, so that it can be piped to where it is needed.
        await output.WriteLineAsync(issued.Text);
        await error.WriteLineAsync($"Token {issued.Stored.TokenId} for '{name}'. Keep it now: it can't be shown again.");
        return ExitCode.Done;
    }

    private async Task<int> RevokeAsync(ParseResult parsed, string tokenId, CancellationToken cancellationToken)
    {
        using var client = Connect(parsed);
        if (await Store(parsed, client).RevokeAsync(tokenId, time.GetUtcNow(), cancellationToken) is not { } revoked)
        {
            await error.WriteLineAsync($"There is no token {tokenId} in the table {parsed.GetValue(_table)}.");
            return ExitCode.Failed;
        }

        await output.WriteLineAsync(parsed.GetValue(_json) ? TokenReport.From(revoked).ToJson() : TokenReport.From(revoked).ToLine());
        return ExitCode.Done;
    }

    private async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var client = Connect(parsed);
        var reports = (await Store(parsed, client).ListAsync(cancellationToken)).Select(TokenReport.From).ToList();
        if (parsed.GetValue(_json))
        {
            await output.WriteLineAsync(TokenReport.ToJson(reports));
            return ExitCode.Done;
        }

        foreach (var report in reports)
        {
            await output.WriteLineAsync(report.ToLine());
        }

        return ExitCode.Done;
    }

    private static Uri? Fail(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return null;
    }

    private IAmazonDynamoDB Connect(ParseResult parsed) => connect(parsed.GetValue(_endpoint));

    private TokenStore Store(ParseResult parsed, IAmazonDynamoDB client) => new(client, parsed.GetRequiredValue(_table));
}
