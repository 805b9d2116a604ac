using System.Text.Json.Nodes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

/// <summary>What must hold of every function, its role and the routes to it.</summary>
[Collection(SynthesisTests.Name)]
public sealed class FunctionTests(SynthesizedSystem system)
{
    [Fact]
    public void Every_handler_of_the_package_is_one_function_with_the_variables_that_it_reads()
    {
        foreach (var stack in system.Named("Services"))
        {
            var functions = stack.OfType("AWS::Lambda::Function");
            functions.Select(function => (string?)function["Handler"]).ShouldBe(HandlerTable.All.Select(h => h.Name), ignoreOrder: true);
            foreach (var handler in HandlerTable.All)
            {
                // Without variables a function has no Environment.
                var variables = functions.Single(function => (string?)function["Handler"] == handler.Name)["Environment", "Variables"] as JsonObject;
                (variables ?? []).Select(variable => variable.Key).ShouldBe(handler.Variables, ignoreOrder: true);
            }
        }
    }

    [Fact]
    public void A_function_runs_on_the_custom_runtime_with_a_log_group_of_its_own()
    {
        foreach (var (stack, function) in Functions())
        {
            ((string?)function["Runtime"]).ShouldBe("provided.al2023");
            function["Architectures"]!.AsArray().Select(a => (string?)a).ShouldBe(["x86_64"]);
            ((string?)function["LoggingConfig", "LogFormat"]).ShouldBe("JSON");
            stack.Target(function["LoggingConfig", "LogGroup"])["RetentionInDays"].ShouldNotBeNull();
        }

        foreach (var stack in system.Named("Services"))
        {
            stack.OfType("AWS::Lambda::Function").Select(f => stack.Target(f["LoggingConfig", "LogGroup"]).LogicalId).ShouldBeUnique();
        }
    }

    [Theory]
    [InlineData(nameof(ReceiveReadings), "logs:CreateLogStream", "logs:PutLogEvents", "events:PutEvents")]
    [InlineData(nameof(Query), "logs:CreateLogStream", "logs:PutLogEvents", "dynamodb:Query")]
    [InlineData(
        nameof(StoreReadings),
        "logs:CreateLogStream", "logs:PutLogEvents", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "dynamodb:BatchWriteItem")]
    public void A_function_may_do_what_it_does_and_nothing_else(string handler, params string[] actions)
    {
        foreach (var (stack, function) in Functions().Where(f => (string?)f.Function["Handler"] == handler))
        {
            var role = stack.Target(function["Role"]);
            role["ManagedPolicyArns"].ShouldBeNull();
            StatementsOf(role).SelectMany(statement => ActionsOf(statement)).ShouldBe(actions, ignoreOrder: true);
        }
    }

    [Fact]
    public void No_role_may_touch_everything()
    {
        foreach (var (_, role) in All("AWS::IAM::Role"))
        {
            foreach (var statement in StatementsOf(role))
            {
                ActionsOf(statement).ShouldNotContain(action => action.Contains('*', StringComparison.Ordinal));
                // A reference to one resource: no text with a star in it, no list.
                statement["Resource"].ShouldBeOfType<JsonObject>();
            }
        }
    }

    [Fact]
    public void A_publisher_may_publish_its_own_event_only()
    {
        foreach (var (_, role) in All("AWS::IAM::Role"))
        {
            foreach (var statement in StatementsOf(role).Where(s => ActionsOf(s).Contains("events:PutEvents")))
            {
                ((string?)statement["Condition"]!["StringEquals"]!["events:source"]).ShouldBe("sensorwatch.readings");
                ((string?)statement["Condition"]!["StringEquals"]!["events:detail-type"]).ShouldBe("ReadingsRecorded");
            }
        }
    }

    [Theory]
    [InlineData("POST /readings", nameof(ReceiveReadings), "/*/POST/readings")]
    [InlineData("GET /sensors/{id}/readings", nameof(Query), "/*/GET/sensors/*/readings")]
    public void A_route_leads_to_its_handler_which_lets_that_route_in(string routeKey, string handler, string sourceArnEnd)
    {
        foreach (var stack in system.Named("Services"))
        {
            var route = stack.OfType("AWS::ApiGatewayV2::Route").Single(r => (string?)r["RouteKey"] == routeKey);
            var integration = stack.Target(route["Target", "Fn::Join"]![1]![1]);
            var function = stack.Target(integration["IntegrationUri"]);
            var permission = stack.OfType("AWS::Lambda::Permission").Single(p => stack.Target(p["FunctionName"]) == function);

            ((string?)function["Handler"]).ShouldBe(handler);
            ((string?)integration["PayloadFormatVersion"]).ShouldBe("2.0");
            ((string?)permission["SourceArn", "Fn::Join"]![1]!.AsArray()[^1]).ShouldBe(sourceArnEnd);
        }
    }

    [Fact]
    public void The_api_throttles_and_logs_what_it_serves()
    {
        foreach (var (stack, stage) in All("AWS::ApiGatewayV2::Stage"))
        {
            var environment = Environments.KnownEnvironments.All.Single(known => stack.Id.StartsWith(known.StageId, StringComparison.Ordinal));
            ((int?)stage["DefaultRouteSettings", "ThrottlingRateLimit"]).ShouldBe(environment.ApiRateLimit);
            ((int?)stage["DefaultRouteSettings", "ThrottlingBurstLimit"]).ShouldBe(environment.ApiBurstLimit);
            stage["AccessLogSettings", "DestinationArn"].ShouldNotBeNull();
            JsonNode.Parse((string)stage["AccessLogSettings", "Format"]!)!["requestId"]!.GetValue<string>().ShouldBe("$context.requestId");
        }
    }

    private IEnumerable<(StackTemplate Stack, TemplateResource Function)> Functions() => All("AWS::Lambda::Function");

    private List<(StackTemplate Stack, TemplateResource Resource)> All(string type)
    {
        var found = system.Named("Services").SelectMany(stack => stack.OfType(type).Select(resource => (stack, resource))).ToList();
        found.ShouldNotBeEmpty();
        return found;
    }

    private static IEnumerable<JsonObject> StatementsOf(TemplateResource role) =>
        role["Policies"]!.AsArray().SelectMany(policy => policy!["PolicyDocument"]!["Statement"]!.AsArray()).Select(s => s!.AsObject());

    private static IEnumerable<string> ActionsOf(JsonObject statement) => statement["Action"] switch
    {
        JsonArray actions => actions.Select(action => (string)action!),
        var action => [(string)action!],
    };
}
