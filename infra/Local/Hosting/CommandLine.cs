using System.CommandLine;
using System.Globalization;
using SensorWatch.Local.Faults;

namespace SensorWatch.Local.Hosting;

/// <summary>The program's options.</summary>
internal sealed class CommandLine
{
    private readonly Option<string?> _environment = new("--environment", "-e")
    {
        Description = $"The environment to run, as the CDK app knows it [default: {LocalOptions.DefaultEnvironment}]",
        HelpName = "NAME",
    };

    private readonly Option<DirectoryInfo?> _assembly = new("--assembly")
    {
        Description = "Run an existing cloud assembly (a cdk.out folder) instead of building and synthesizing",
        HelpName = "DIR",
    };

    private readonly Option<int> _port = new("--port", "-p")
    {
        Description = "The port for everything; 0 takes any free one",
        DefaultValueFactory = _ => LocalOptions.DefaultPort,
        HelpName = "PORT",
    };

    private readonly Option<DirectoryInfo?> _data = new("--data")
    {
        Description = "Keep messages and items in this folder [default: in memory]",
        HelpName = "DIR",
    };

    private readonly Option<PackageKind> _package = new("--package")
    {
        Description = "Run the functions as just built (quick) or as published for deployment (native)",
        DefaultValueFactory = _ => PackageKind.Quick,
        HelpName = "quick|native",
        CustomParser = result => Enum.TryParse<PackageKind>(result.Tokens.Single().Value, ignoreCase: true, out var kind)
            ? kind
            : Fail<PackageKind>(result, "--package takes quick or native."),
    };

    private readonly Option<int> _maximumProcesses = new("--max-processes")
    {
        Description = "Processes of one function at most",
        DefaultValueFactory = _ => new Functions.FunctionOptions().MaximumEnvironments,
        HelpName = "N",
    };

    private readonly Option<DateTimeOffset?> _time = new("--time")
    {
        Description = "What the services' clock shows at the start; it runs on from there [default: now]",
        HelpName = "INSTANT",
        CustomParser = result => DateTimeOffset.TryParse(
            result.Tokens.Single().Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : Fail<DateTimeOffset?>(result, $"--time takes an instant such as 2026-12-24T18:00:00Z; {result.Tokens.Single().Value} came."),
    };

    private readonly Option<Fault[]> _faults = new("--fault")
    {
        Description = "A fault on demand, such as StoreReadings:error:0.01:seed=7; may stand several times",
        HelpName = "TARGET:KIND:RATE",
        CustomParser = result =>
        {
            try
            {
                return [.. result.Tokens.Select(token => Fault.Parse(token.Value))];
            }
            catch (FormatException wrong)
            {
                return Fail<Fault[]>(result, wrong.Message);
            }
        },
    };

    private readonly Option<bool> _once = new("--once")
    {
        Description = "Stop when nothing is left to do, and report",
    };

    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Show each invocation with its duration",
    };

    public CommandLine()
    {
        _port.Validators.Add(result => CheckRange(result, _port, 0, 65_535));
        _maximumProcesses.Validators.Add(result => CheckRange(result, _maximumProcesses, 1, 1_000));
        _assembly.Validators.Add(result =>
        {
            if (result.GetValue(_assembly) is { Exists: false } missing)
            {
                result.AddError($"There is no folder {missing.FullName}.");
            }
        });
        Command = new(
            """
            Runs a CDK app's cloud assembly on this machine: HTTP APIs, functions, queues, buses and tables.

            Examples:
              dotnet run --project infra/Local
              dotnet run --project infra/Local -- --data .data --port 4600
              dotnet run --project infra/Local -- --package native
              dotnet run --project infra/Local -- --assembly ../other/cdk.out --environment Prod
            """)
        {
            _environment, _assembly, _port, _data, _package, _time, _faults, _maximumProcesses, _once, _verbose,
        };
    }

    public RootCommand Command { get; }

    public LocalOptions Options(ParseResult result) => new()
    {
        Environment = result.GetValue(_environment),
        AssemblyDirectory = result.GetValue(_assembly)?.FullName,
        Port = result.GetValue(_port),
        DataDirectory = result.GetValue(_data)?.FullName,
        Package = result.GetValue(_package),
        Faults = result.GetValue(_faults) ?? [],
        StartAt = result.GetValue(_time),
        Functions = new() { MaximumEnvironments = result.GetValue(_maximumProcesses) },
    };

    public bool Once(ParseResult result) => result.GetValue(_once);

    public bool Verbose(ParseResult result) => result.GetValue(_verbose);

    private static T? Fail<T>(System.CommandLine.Parsing.ArgumentResult result, string message)
    {
        result.AddError(message);
        return default;
    }

    private static void CheckRange(System.CommandLine.Parsing.OptionResult result, Option<int> option, int minimum, int maximum)
    {
        var value = result.GetValue(option);
        if (value < minimum || value > maximum)
        {
            result.AddError($"{option.Name} takes a number from {minimum} to {maximum}; {value} came.");
        }
    }
}
