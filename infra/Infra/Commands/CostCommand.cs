using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SensorWatch.Infra.Cost;
using SensorWatch.Infra.Environments;
using SensorWatch.Templates.Assembly;

namespace SensorWatch.Infra.Commands;

/// <summary>Says what a cloud assembly of this system costs.</summary>
internal static class CostCommand
{
    private static readonly CostAssumptions Usual = new();

    public static Command Create()
    {
        var assembly = new Option<string>("--assembly")
        {
            Description = "Folder of a cloud assembly; the project's cdk.out by default",
            DefaultValueFactory = _ => Path.Combine(InfraCommands.FindProject(), "cdk.out"),
        };
        var environment = new Option<string>("--environment") { Description = "Which environment", DefaultValueFactory = _ => KnownEnvironments.Prod.Name };
        var compare = new Option<string?>("--compare") { Description = "Folder of another cloud assembly, to show beside it" };
        var json = new Option<bool>("--json") { Description = "Every charge with its quantity, as JSON" };
        var assumptions = new AssumptionOptions();
        var command = new Command("cost", "Prices an environment: a million readings, and a month without any.") { assembly, environment, compare, json };
        assumptions.AddTo(command);
        command.SetAction(parsed =>
        {
            var name = parsed.GetRequiredValue(environment);
            List<(string Name, CloudAssembly Assembly)> designs = [(name, CloudAssembly.Load(parsed.GetRequiredValue(assembly)))];
            if (parsed.GetValue(compare) is { } other)
            {
                designs.Add(("compared with", CloudAssembly.Load(other)));
            }

            var report = CostCalculator.Price(designs, name, assumptions.Read(parsed));
            parsed.InvocationConfiguration.Output.Write(parsed.GetValue(json) ? CostJson.Of(report) + "\n" : CostText.Of(report));
            return 0;
        });
        return command;
    }

    /// <summary>An option for each of <see cref="CostAssumptions"/>.</summary>
    private sealed class AssumptionOptions
    {
        private readonly Option<double> _readings = Number("--readings", "Readings a month", Usual.Readings, 0, 1e15);
        private readonly Option<int> _readingsPerRequest = WholeNumber("--readings-per-request", "Readings in a request", Usual.ReadingsPerRequest, 1, 5000);
        private readonly Option<double> _postEverySeconds = Number("--post-every-seconds", "How often a device sends", Usual.PostEverySeconds, 1, 1e6);
        private readonly Option<double> _alertsPerMillion = Number("--alerts-per-million", "Critical alerts in a million readings", Usual.AlertsPerMillion, 0, 1e6);
        private readonly Option<double> _dynamoDb = Number("--dynamodb-ms", "Time of a call of DynamoDB", Usual.DynamoDbMilliseconds, 0, 30_000);
        private readonly Option<double> _putEvents = Number("--put-events-ms", "Time of a call of PutEvents", Usual.PutEventsMilliseconds, 0, 30_000);
        private readonly Option<double> _cpu = Number("--cpu-ms", "Processor time of an invocation", Usual.CpuMilliseconds, 0, 30_000);
        private readonly Option<double> _cpuPerReading = Number("--cpu-us-per-reading", "Processor time of a reading", Usual.CpuMicrosecondsPerReading, 0, 1e6);
        private readonly Option<double> _coldStartShare = Number("--cold-start-share", "Share of invocations that start an environment", Usual.ColdStartShare, 0, 1);
        private readonly Option<double> _coldStart = Number("--cold-start-ms", "Time of such a start", Usual.ColdStartMilliseconds, 0, 10_000);

        public void AddTo(Command command)
        {
            foreach (var option in new Option[]
            {
                _readings, _readingsPerRequest, _postEverySeconds, _alertsPerMillion, _dynamoDb, _putEvents, _cpu, _cpuPerReading, _coldStartShare, _coldStart,
            })
            {
                command.Add(option);
            }
        }

        public CostAssumptions Read(ParseResult parsed) => new()
        {
            Readings = parsed.GetRequiredValue(_readings),
            ReadingsPerRequest = parsed.GetRequiredValue(_readingsPerRequest),
            PostEverySeconds = parsed.GetRequiredValue(_postEverySeconds),
            AlertsPerMillion = parsed.GetRequiredValue(_alertsPerMillion),
            DynamoDbMilliseconds = parsed.GetRequiredValue(_dynamoDb),
            PutEventsMilliseconds = parsed.GetRequiredValue(_putEvents),
            CpuMilliseconds = parsed.GetRequiredValue(_cpu),
            CpuMicrosecondsPerReading = parsed.GetRequiredValue(_cpuPerReading),
            ColdStartShare = parsed.GetRequiredValue(_coldStartShare),
            ColdStartMilliseconds = parsed.GetRequiredValue(_coldStart),
        };

        private static Option<double> Number(string name, string description, double usual, double least, double most)
        {
            var option = new Option<double>(name) { Description = $"{description} ({least:0} to {most:0})", DefaultValueFactory = _ => usual };
            option.Validators.Add(result => Check<double>(result, name, value => value >= least && value <= most, $"{least:0} to {most:0}"));
            return option;
        }

        private static Option<int> WholeNumber(string name, string description, int usual, int least, int most)
        {
            var option = new Option<int>(name) { Description = $"{description} ({least} to {most})", DefaultValueFactory = _ => usual };
            option.Validators.Add(result => Check<int>(result, name, value => value >= least && value <= most, $"a whole number from {least} to {most}"));
            return option;
        }

        private static void Check<T>(OptionResult result, string name, Func<T, bool> isAllowed, string allowed)
            where T : struct, IParsable<T>
        {
            if (result.Tokens is [var token] && !(T.TryParse(token.Value, CultureInfo.InvariantCulture, out var value) && isAllowed(value)))
            {
                result.AddError($"{name} expects {allowed}; got {token.Value}.");
            }
        }
    }
}
