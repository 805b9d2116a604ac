using System.CommandLine;
using Amazon.DynamoDBv2;
using SensorWatch.Functions.Access;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.Tokens;

/// <summary><c>tokens issue</c>, <c>tokens revoke</c> and <c>tokens list</c>.</summary>
internal sealed class TokenCommands(Shell shell, CommonOptions options)
{
    private readonly Option<string?> _table = new("--table")
    {
        Description = "Name of the tokens table; without it, the environment's",
        HelpName = "NAME",
    };

    public Command Create() => new(
        "tokens",
        """
        Issue, revoke and list access tokens.

        Examples:
          tokens issue --kind device --name roof --sensors roof-1,roof-2
          tokens issue --kind operator --name ada
          tokens list --environment prod
        """)
    {
        Issue(), Revoke(), List(),
    };

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
        var command = new Command("issue", "Make a token and show it, once") { kind, name, sensors, _table };
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
            tokenId, _table,
        };
        command.SetAction((parsed, cancellationToken) => RevokeAsync(parsed, parsed.GetRequiredValue(tokenId), cancellationToken));
        return command;
    }

    private Command List()
    {
        var command = new Command("list", "Show all tokens, without their secrets") { _table };
        command.SetAction(ListAsync);
        return command;
    }

    private async Task<int> IssueAsync(ParseResult parsed, string name, string[] sensors, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var table = await TableAsync(parsed, aws.DynamoDb, cancellationToken);
        var issuer = new TokenIssuer(Store(aws.DynamoDb, table), shell.Time);
        var issued = sensors.Length > 0
            ? await issuer.IssueDeviceAsync(name, sensors, cancellationToken)
            : await issuer.IssueOperatorAsync(name, cancellationToken);
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(TokenReport.From(issued)));
            return ExitCode.Done;
        }

        // The token alone, so that it can be piped to where it is needed.
        await shell.Output.WriteLineAsync(issued.Text);
        await shell.Error.WriteLineAsync($"Token {issued.Stored.TokenId} for '{name}'. Keep it now: it can't be shown again.");
        return ExitCode.Done;
    }

    private async Task<int> RevokeAsync(ParseResult parsed, string tokenId, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var table = await TableAsync(parsed, aws.DynamoDb, cancellationToken);
        if (await Store(aws.DynamoDb, table).RevokeAsync(tokenId, shell.Time.GetUtcNow(), cancellationToken) is not { } revoked)
        {
            await shell.Error.WriteLineAsync($"There is no token {tokenId} in the table {table}.");
            return ExitCode.Failed;
        }

        await shell.Output.WriteLineAsync(options.Json(parsed) ? OperatorJson.Of(TokenReport.From(revoked)) : TokenReport.From(revoked).ToLine());
        return ExitCode.Done;
    }

    private async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var table = await TableAsync(parsed, aws.DynamoDb, cancellationToken);
        var reports = (await Store(aws.DynamoDb, table).ListAsync(cancellationToken)).Select(TokenReport.From).ToList();
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(reports));
            return ExitCode.Done;
        }

        foreach (var report in reports)
        {
            await shell.Output.WriteLineAsync(report.ToLine());
        }

        return ExitCode.Done;
    }

    private static TokenStore Store(IAmazonDynamoDB client, string table) => new(client, table);

    private async Task<string> TableAsync(ParseResult parsed, IAmazonDynamoDB client, CancellationToken cancellationToken) =>
        parsed.GetValue(_table) ?? await TokensTable.FindAsync(client, options.Environment(parsed), cancellationToken);
}
