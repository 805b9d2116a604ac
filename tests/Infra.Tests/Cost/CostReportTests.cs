using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Infra.Commands;
using SensorWatch.Infra.Cost;
using SensorWatch.Infra.Tests.Snapshots;
using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Tests.Cost;

[Collection(SynthesisTests.Name)]
public sealed partial class CostReportTests(SynthesizedSystem system)
{
    [Fact]
    public void The_price_of_prod_is_as_it_was_accepted() => Snapshot.ShouldMatch("Cost/prod.txt", "The price of prod", Run());

    [Theory]
    [InlineData("dev")]
    [InlineData("staging")]
    [InlineData("prod")]
    public void All_that_arrives_can_be_priced(string environment)
    {
        var report = Price(new(), environment);

        report.Designs.Select(design => design.Name).ShouldBe([environment, "naive design"]);
        foreach (var design in report.Designs)
        {
            design.InUse.Unpriced.ShouldBeEmpty();
            design.Idle.Charges.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Both_sums_of_a_bill_are_the_same()
    {
        foreach (var section in Price(new()).Sections)
        {
            for (var column = 0; column < section.Totals.Count; column++)
            {
                section.Lines.Sum(line => line.Dollars[column] ?? 0).ShouldBe(section.Totals[column], 1e-9, section.Title);
            }
        }

        var sections = Price(new()).Sections;
        sections[0].Totals.ShouldBe(sections[1].Totals.ToArray(), 1e-9);
    }

    [Fact]
    public void Twice_the_readings_in_a_request_nearly_halve_the_price()
    {
        var report = Price(new());
        var half = Price(new() { ReadingsPerRequest = 50 });

        (report.PerMillionReadings(report.Designs[0]) / half.PerMillionReadings(half.Designs[0])).ShouldBeInRange(0.5, 0.65);
    }

    [Fact]
    public void The_naive_design_costs_many_times_more()
    {
        var report = Price(new());

        report.PerMillionReadings(report.Designs[1]).ShouldBeInRange(3.2, 3.9);
        (report.PerMillionReadings(report.Designs[1]) / report.PerMillionReadings(report.Designs[0])).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Without_readings_only_what_is_there_anyway_costs()
    {
        var text = Run("--readings", "0");

        text.ShouldContain("A month without readings, by service");
        text.ShouldNotContain("A million readings", Case.Sensitive);
        text.ShouldNotContain("NaN");
    }

    [Fact]
    public void Json_has_each_charge_with_its_quantity_and_they_add_up()
    {
        var json = JsonNode.Parse(Run("--json"))!;

        var design = json["designs"]![0]!;
        ((string?)design["name"]).ShouldBe("prod");
        design["charges"]!.AsArray().Where(charge => (string?)charge!["basis"] == "use").Sum(charge => (double)charge!["dollars"]!)
            .ShouldBe((double)design["perMillionReadings"]!, 1e-9);
        ((double)json["assumptions"]!["readingsPerRequest"]!).ShouldBe(100);
    }

    [Fact]
    public void Two_assemblies_stand_side_by_side()
    {
        var heading = Run("--compare", system.OutputDirectory, "--environment", "dev").Split('\n').First(line => line.StartsWith("A million", StringComparison.Ordinal));

        heading.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["A million readings, by service", "dev", "compared with", "naive design"]);
    }

    [Theory]
    [InlineData("--readings-per-request", "0", "--readings-per-request expects a whole number from 1 to 5000; got 0.")]
    [InlineData("--readings-per-request", "2.5", "--readings-per-request expects a whole number from 1 to 5000; got 2.5.")]
    [InlineData("--cpu-ms", "fast", "--cpu-ms expects 0 to 30000; got fast.")]
    [InlineData("--cold-start-share", "2", "--cold-start-share expects 0 to 1; got 2.")]
    [InlineData("--readings", "NaN", "--readings expects 0 to")]
    [InlineData("--environment", "qa", "Unknown environment 'qa'. Known environments: dev, staging, prod.")]
    [InlineData("--compare", "no/such/folder", "no/such/folder")]
    public void A_wrong_option_is_said(string option, string value, string message)
    {
        var error = new StringWriter();

        InfraCommands.Run(["cost", "--assembly", system.OutputDirectory, option, value], new StringWriter(), error).ShouldBe(1);

        error.ToString().ShouldContain(message);
    }

    [Fact]
    public void The_README_says_what_the_model_says()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "README.md"));
        var report = Price(new());

        var said = PriceInReadme().Match(readme);

        said.Success.ShouldBeTrue("The README should say: 'A million readings cost $0.00, … the naive design … $0.00'.");
        said.Groups["ours"].Value.ShouldBe(Dollars(report.PerMillionReadings(report.Designs[0])));
        said.Groups["naive"].Value.ShouldBe(Dollars(report.PerMillionReadings(report.Designs[1])));
        said.Groups["idle"].Value.ShouldBe(Dollars(report.Sections.Single(section => section.Title == "A month without readings, by service").Totals[0]));
    }

    [Fact]
    public void The_README_counts_the_alarms_as_the_model_does()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "infra", "README.md")).ReplaceLineEndings(" ");
        var alarms = Price(new()).Designs[0].Idle.Charges.Single(charge => charge.Item == PriceItem.AlarmMetrics).Quantity;

        readme.ShouldContain($"{alarms} an environment, ${Dollars(alarms * PriceList.UsEast1[PriceItem.AlarmMetrics].ForOne)} a month in us-east-1");
    }

    [Fact]
    public void The_table_in_the_README_is_what_the_command_prints()
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "infra", "README.md"));
        var shown = readme.Split("```text\n").Single(block => block.StartsWith("A million readings, by service", StringComparison.Ordinal)).Split("```")[0];

        Run().ShouldContain(shown.TrimEnd() + "\n");
    }

    private static string Dollars(double dollars) => dollars.ToString("0.00");

    private string Run(params IReadOnlyList<string> options)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        InfraCommands.Run(["cost", "--assembly", system.OutputDirectory, .. options], output, error).ShouldBe(0, error.ToString());
        return output.ToString().ReplaceLineEndings("\n");
    }

    private CostReport Price(CostAssumptions assumptions, string environment = "prod") =>
        CostCalculator.Price([(environment, CloudAssembly.Load(system.OutputDirectory))], environment, assumptions);

    [GeneratedRegex(@"A million readings\s+cost\s+\$(?<ours>\d+\.\d\d).*?naive\s+design.*?\$(?<naive>\d+\.\d\d).*?without\s+readings.*?\$(?<idle>\d+\.\d\d)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PriceInReadme();
}
