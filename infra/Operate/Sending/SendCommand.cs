using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Schemas;
using SensorWatch.Functions.Publishing;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.Sending;

/// <summary><c>send</c>.</summary>
internal sealed class SendCommand(Shell shell, CommonOptions options)
{
    private const string StandardInput = "-";

    private readonly Argument<string?> _contract = new("contract")
    {
        Description = "The event's contract: send --list shows them",
        HelpName = "CONTRACT",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The event's data: JSON, a file with JSON, or - for what is piped in; without it, the contract's example",
        HelpName = "FILE|JSON",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Sets a value in the data: alert.severity=critical, readings[0].value=36.5; =null takes a member away. May be given more than once",
        HelpName = "PATH=VALUE",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _list = new("--list") { Description = "Show the contracts, and send nothing" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the event's detail, and send nothing" };

    public Command Create()
    {
        var command = new Command(
            "send",
            $"""
            Put an event of any contract on an environment's bus. Its data is checked against the contract first, so that what is
            sent is what consumers understand. (To see what happens to a poison message, send it past this command with PutEvents.)

            Examples:
              send --list
              send AlertOpened
              send ReadingsRecorded --set sensorId=greenhouse-1 --set readings[0].value=36.5
              send UploadRejected --data upload.json --dry-run

            {ExitCode.Meaning}
            """)
        {
            _contract, _data, _set, _list, _dryRun,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(_contract) is not { Tokens.Count: 1 } == (result.GetResult(_list) is null))
            {
                result.AddError("Expected a contract or --list: send --list shows the contracts.");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_contract) is not { } name)
        {
            return await ListAsync(parsed);
        }

        var contract = NameMatch.One(name, "contracts", EventCatalogue.All, contract => (contract.DetailType, contract.DetailType));
        var data = await ReadDataAsync(contract, parsed.GetValue(_data), cancellationToken);
        foreach (var assignment in parsed.GetValue(_set)!)
        {
            EventDraft.Set(data, assignment);
        }

        // Its id names what it sets in motion too, so that the logs are searched for one id.
        var (id, now) = (Guid.CreateVersion7(shell.Time.GetUtcNow()).ToString(), shell.Time.GetUtcNow());
        var outgoing = EventDraft.Create(contract, data, EventMetadata.First(id, id, contract, now));
        if (parsed.GetValue(_dryRun))
        {
            await shell.Output.WriteLineAsync(outgoing.Detail);
            return ExitCode.Done;
        }

        return await SendAsync(parsed, outgoing, cancellationToken);
    }

    private async Task<int> SendAsync(ParseResult parsed, OutgoingEvent outgoing, CancellationToken cancellationToken)
    {
        using var aws = options.Connect(parsed, shell);
        var environment = options.Environment(parsed);

        // A bus that isn't there takes events without a word, and drops them.
        await DeployedSystem.GetBusArnAsync(aws, environment, cancellationToken);
        try
        {
            await new EventPublisher(aws.Publishing, environment.BusName, shell.Time).PublishAsync([outgoing], cancellationToken);
        }
        catch (PublishException exception)
        {
            throw exception.InnerException ?? new OperatorException(exception.Message);
        }

        var eventId = outgoing.Metadata.EventId;
        await shell.Output.WriteLineAsync(options.Json(parsed)
            ? OperatorJson.Of(new SentEvent(eventId, outgoing.Metadata.CorrelationId, outgoing.Contract.DetailType, outgoing.Contract.Source, environment.BusName))
            : eventId);
        await shell.Error.WriteLineAsync($"{outgoing.Contract.DetailType} is on {environment.BusName}. What became of it: trace {eventId}{options.Repeated(parsed)}");
        return ExitCode.Done;
    }

    private async Task<int> ListAsync(ParseResult parsed)
    {
        var contracts = EventCatalogue.All
            .Select(contract => new ContractReport(contract.DetailType, contract.Source, contract.Version, DocComments.Instance.OfType(contract.DataType) ?? "", EventDraft.Example(contract)))
            .ToList();
        if (options.Json(parsed))
        {
            await shell.Output.WriteLineAsync(OperatorJson.Of(contracts));
            return ExitCode.Done;
        }

        foreach (var line in Columns.Align([.. contracts.Select(contract => new[] { contract.DetailType, FirstSentence(contract.Description) })]))
        {
            await shell.Output.WriteLineAsync(line);
        }

        return ExitCode.Done;
    }

    private async Task<JsonObject> ReadDataAsync(EventContract contract, string? data, CancellationToken cancellationToken)
    {
        if (data is null)
        {
            return EventDraft.Example(contract);
        }

        var text = data switch
        {
            StandardInput => await shell.Input.ReadToEndAsync(cancellationToken),
            _ when data.AsSpan().TrimStart() is ['{', ..] => data,
            _ when File.Exists(data) => await File.ReadAllTextAsync(data, cancellationToken),
            _ => throw OperatorException.WrongArguments($"--data: expected JSON ({{…}}), - or a file; there is no file '{data}'."),
        };
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw OperatorException.WrongArguments("--data: expected a JSON object, the event's data.");
        }
        catch (JsonException exception)
        {
            throw OperatorException.WrongArguments($"--data: expected JSON; {exception.Message}", exception);
        }
    }

    private static string FirstSentence(string text) => text.IndexOf(". ", StringComparison.Ordinal) is >= 0 and var end ? text[..(end + 1)] : text;
}

/// <summary>The JSON of <c>send</c>.</summary>
internal sealed record SentEvent(string EventId, string CorrelationId, string DetailType, string Source, string Bus);

/// <summary>An element of the JSON of <c>send --list</c>.</summary>
internal sealed record ContractReport(string DetailType, string Source, int Version, string Description, JsonObject Example);
