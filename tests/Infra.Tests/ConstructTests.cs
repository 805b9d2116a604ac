using Amazon.CDK;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Environments;
using SensorWatch.Infra.Package;
using SensorWatch.Infra.Patterns;
using SensorWatch.Infra.Stages;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

/// <summary>What the three environments don't show: other settings, and wiring that must be refused.</summary>
[Collection(SynthesisTests.Name)]
public sealed class ConstructTests : IDisposable
{
    private readonly TemporaryFolder _output = new();
    private readonly App _app;

    public ConstructTests() => _app = new App(new AppProps { Outdir = _output.Path });

    [Fact]
    public void Settings_package_and_target_reach_the_templates()
    {
        var context = Context(
            KnownEnvironments.Dev with { AlarmEmails = ["ops@example.com", "team@example.com"] }, PackageArchitecture.Arm64);
        _ = new SystemStage(_app, context, new DeploymentTarget("111122223333", "eu-west-1"));

        _app.Synth();

        var stacks = SynthesizedSystem.StacksOf(_output.Path).ToDictionary(stack => stack.Id);
        stacks["Dev/Monitoring"].OfType("AWS::SNS::Subscription").Select(subscription => (string?)subscription["Endpoint"])
            .ShouldBe(["ops@example.com", "team@example.com"]);
        stacks["Dev/Services"].OfType("AWS::Lambda::Function")
            .Select(function => (string?)function["Architectures"]![0]).Distinct().ShouldBe(["arm64"]);
        stacks.Values.Select(stack => (string?)stack.Artifact["environment"]).Distinct().ShouldBe(["aws://111122223333/eu-west-1"]);
    }

    [Fact]
    public void A_variable_that_the_handler_does_not_read_is_refused()
    {
        var (stack, context) = (new Stack(_app, "Stack"), Context(KnownEnvironments.Dev));
        var bus = new EventBus(stack, "Bus", context);
        var table = new ReadingsTable(stack, "Readings", context);

        var misnamed = table.Write with { Variables = new Dictionary<string, string> { ["TABLE_NAME"] = "readings" } };

        var refusal = Should.Throw<ArgumentException>(() =>
            new EventConsumer<StoreReadings>(stack, context, bus, On.Event<ReadingsRecorded>(), misnamed));

        refusal.Message.ShouldStartWith(
            "StoreReadings reads the environment variables [READINGS_TABLE_NAME], and its accesses set [TABLE_NAME].");
    }

    [Fact]
    public void A_variable_that_no_access_sets_is_refused()
    {
        var stack = new Stack(_app, "Stack");

        Should.Throw<ArgumentException>(() => new HttpRoutes(stack, "Api", Context(KnownEnvironments.Dev)).Route<Query>("GET /sensors"))
            .Message.ShouldStartWith("Query reads the environment variables [READINGS_TABLE_NAME], and its accesses set [].");
    }

    [Fact]
    public void Two_values_for_one_variable_are_refused()
    {
        var (stack, context) = (new Stack(_app, "Stack"), Context(KnownEnvironments.Dev));
        var one = new ReadingsTable(stack, "One", context).Read;
        var other = new ReadingsTable(stack, "Other", context).Read;

        Should.Throw<ArgumentException>(() => new HttpRoutes(stack, "Api", context).Route<Query>("GET /sensors", one, other))
            .Message.ShouldStartWith("Query is given two values for the environment variable READINGS_TABLE_NAME.");
    }

    [Theory]
    [InlineData("/readings")]
    [InlineData("post /readings")]
    [InlineData("POST readings")]
    [InlineData("POST /readings now")]
    public void A_route_key_of_another_form_is_refused(string routeKey)
    {
        var routes = new HttpRoutes(new Stack(_app, "Stack"), "Api", Context(KnownEnvironments.Dev));

        Should.Throw<ArgumentException>(() => routes.Route<Query>(routeKey)).Message.ShouldStartWith($"'{routeKey}' is no route");
    }

    public void Dispose() => _output.Dispose();

    private static StageContext Context(EnvironmentSettings settings, PackageArchitecture architecture = PackageArchitecture.X86) =>
        new(settings, new FunctionPackage(RepositoryFolder.StandInPackage, architecture));
}
