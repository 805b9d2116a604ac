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
            KnownEnvironments.Dev with
            {
                AlarmEmails = ["ops@example.com", "team@example.com"],
                NotificationEmails = ["shift@example.com"],
                NotificationWebhook = "https://hooks.example.com/sensors",
            },
            PackageArchitecture.Arm64);
        _ = new SystemStage(_app, context, new DeploymentTarget("111122223333", "eu-west-1"));

        _app.Synth();

        var stacks = SynthesizedSystem.StacksOf(_output.Path).ToDictionary(stack => stack.Id);
        stacks["Dev/Monitoring"].OfType("AWS::SNS::Subscription").Select(subscription => (string?)subscription["Endpoint"])
            .ShouldBe(["ops@example.com", "team@example.com"]);
        stacks["Dev/State"].OfType("AWS::SNS::Subscription").Select(subscription => (string?)subscription["Endpoint"]).ShouldBe(["shift@example.com"]);
        stacks["Dev/Services"].OfType("AWS::Lambda::Function").Single(function => (string?)function["Handler"] == nameof(NotifyOperators))
            ["Environment", "Variables", NotifyOperators.WebhookUrl]!.GetValue<string>().ShouldBe("https://hooks.example.com/sensors");
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
            new EventConsumer<StoreReadings>(stack, context, bus.When(On.Event<ReadingsRecorded>()), misnamed));

        refusal.Message.ShouldStartWith(
            "StoreReadings reads the environment variables [READINGS_TABLE_NAME], and its accesses set [TABLE_NAME].");
    }

    [Fact]
    public void A_variable_that_no_access_sets_is_refused()
    {
        var stack = new Stack(_app, "Stack");

        Should.Throw<ArgumentException>(() => Routes(stack, Context(KnownEnvironments.Dev)).Route<RegisterSensor>("PUT /sensors"))
            .Message.ShouldStartWith("RegisterSensor reads the environment variables [SENSORS_TABLE_NAME], and its accesses set [].");
    }

    [Fact]
    public void Two_values_for_one_variable_are_refused()
    {
        var (stack, context) = (new Stack(_app, "Stack"), Context(KnownEnvironments.Dev));
        var one = new SensorsTable(stack, "One", context).Write;
        var other = new SensorsTable(stack, "Other", context).Read;

        Should.Throw<ArgumentException>(() => Routes(stack, context).Route<RegisterSensor>("PUT /sensors", one, other))
            .Message.ShouldStartWith("RegisterSensor is given two values for the environment variable SENSORS_TABLE_NAME.");
    }

    [Theory]
    [InlineData("/readings")]
    [InlineData("post /readings")]
    [InlineData("POST readings")]
    [InlineData("POST /readings now")]
    public void A_route_key_of_another_form_is_refused(string routeKey)
    {
        var routes = Routes(new Stack(_app, "Stack"), Context(KnownEnvironments.Dev));

        Should.Throw<ArgumentException>(() => routes.Route<Query>(routeKey)).Message.ShouldStartWith($"'{routeKey}' is no route");
    }

    [Fact]
    public void A_variable_that_the_handler_may_do_without_can_be_set_or_not()
    {
        var (stack, context) = (new Stack(_app, "Stack"), Context(KnownEnvironments.Dev));
        var (bus, alerts) = (new EventBus(stack, "Bus", context), new AlertsTable(stack, "Alerts", context));

        _ = new EventConsumer<NotifyOperators>(stack, context, bus.When(On.Event<UploadRejected>()), alerts.MarkNotified);
        Should.Throw<ArgumentException>(() => new EventConsumer<NotifyOperators>(
                new Stack(_app, "Other"), context, bus.When(On.Event<UploadRejected>()), alerts.MarkNotified, Access.ToKnow("PAGER", "7")))
            .Message.ShouldContain("and may read [NOTIFICATIONS_TOPIC_ARN, NOTIFICATIONS_WEBHOOK_URL, API_URL]");
    }

    [Fact]
    public void A_consumer_that_nothing_would_ever_set_off_is_refused() =>
        Should.Throw<ArgumentException>(() => new EventConsumer<StoreReadings>(
                new Stack(_app, "Stack"), Context(KnownEnvironments.Dev), [], ConsumerSize.Events))
            .Message.ShouldStartWith("StoreReadings needs at least one trigger");

    [Fact]
    public void A_schedule_is_in_EventBridges_words()
    {
        RuleTrigger.EveryMinutes(1).ScheduleExpression.ShouldBe("rate(1 minute)");
        RuleTrigger.EveryMinutes(5).ScheduleExpression.ShouldBe("rate(5 minutes)");
        Should.Throw<ArgumentOutOfRangeException>(() => RuleTrigger.EveryMinutes(0));
    }

    public void Dispose() => _output.Dispose();

    private static HttpRoutes Routes(Stack stack, StageContext context) =>
        HttpRoutes.Behind<Authorize>(stack, "Api", context, new TokensTable(stack, "Tokens", context).Read);

    private static StageContext Context(EnvironmentSettings settings, PackageArchitecture architecture = PackageArchitecture.X86) =>
        new(settings, new FunctionPackage(RepositoryFolder.StandInPackage, architecture));
}
