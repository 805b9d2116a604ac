using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Infra.Environments;
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
                var names = (variables ?? []).Select(variable => variable.Key).ToList();
                handler.Variables.ShouldBeSubsetOf(names);
                names.Except(handler.Variables).ShouldBeSubsetOf(handler.OptionalVariables);
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
    [InlineData(nameof(Authorize), "dynamodb:GetItem")]
    [InlineData(nameof(ReceiveReadings), "events:PutEvents")]
    [InlineData(nameof(RegisterSensor), "dynamodb:GetItem", "dynamodb:PutItem")]
    [InlineData(nameof(AcknowledgeAlert), "dynamodb:GetItem", "dynamodb:PutItem")]
    [InlineData(nameof(Query), "dynamodb:Query", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:GetItem", "dynamodb:Query")]
    [InlineData(nameof(StoreReadings), "dynamodb:BatchWriteItem")]
    [InlineData(nameof(CheckLimits), "dynamodb:GetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")]
    [InlineData(nameof(DetectSilence), "dynamodb:GetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query")]
    [InlineData(nameof(RecordSystemAlert), "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")]
    [InlineData(nameof(NotifyOperators), "dynamodb:UpdateItem", "sns:Publish")]
    [InlineData(
        nameof(ImportReadings),
        "s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:AbortMultipartUpload", "dynamodb:GetItem",
        "events:PutEvents", "events:PutEvents", "events:PutEvents")]
    [InlineData(
        nameof(PublishChanges),
        "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
        "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams",
        "sqs:SendMessage", "events:PutEvents", "events:PutEvents", "events:PutEvents", "events:PutEvents", "events:PutEvents")]
    public void A_function_may_do_what_it_does_and_nothing_else(string handler, params string[] actions)
    {
        foreach (var (stack, function) in Functions().Where(f => (string?)f.Function["Handler"] == handler))
        {
            var role = stack.Target(function["Role"]);
            role["ManagedPolicyArns"].ShouldBeNull();
            var consumes = stack.OfType("AWS::Lambda::EventSourceMapping")
                .Any(m => stack.Target(m["FunctionName"]) == function && m["EventSourceArn", "Fn::GetAtt"] is not null);
            string[] queue = consumes ? ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"] : [];
            string[] traces = EnvironmentOf(stack).Tracing ? ["xray:PutTraceSegments", "xray:PutTelemetryRecords"] : [];
            StatementsOf(role).SelectMany(statement => ActionsOf(statement))
                .ShouldBe(["logs:CreateLogStream", "logs:PutLogEvents", .. traces, .. queue, .. actions], ignoreOrder: true);
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
                if ((string?)statement["Sid"] == "SendTraces")
                {
                    // X-Ray knows no resources for these two; they can only add traces.
                    ActionsOf(statement).ShouldBe(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ignoreOrder: true);
                    continue;
                }

                foreach (var resource in statement["Resource"] is JsonArray several ? several.ToArray() : [statement["Resource"]])
                {
                    // A reference to one resource, or to what lies in it: the objects of a bucket, the index of a table.
                    var reference = resource.ShouldBeOfType<JsonObject>();
                    if (reference["Fn::Join"] is { } join)
                    {
                        join[1]![0].ShouldBeOfType<JsonObject>();
                    }
                }
            }
        }
    }

    [Fact]
    public void Functions_are_traced_where_the_environment_says_so()
    {
        KnownEnvironments.All.Where(environment => environment.Tracing).Select(environment => environment.Name).ShouldBe(["staging"]);
        foreach (var (stack, function) in Functions())
        {
            ((string?)function["TracingConfig", "Mode"]).ShouldBe(EnvironmentOf(stack).Tracing ? "Active" : null);
        }
    }

    [Fact]
    public void What_tells_people_about_alerts_can_change_none()
    {
        foreach (var (stack, function) in Functions().Where(f => (string?)f.Function["Handler"] == nameof(NotifyOperators)))
        {
            var statement = StatementsOf(stack.Target(function["Role"])).Single(s => ActionsOf(s).Contains("dynamodb:UpdateItem"));
            statement["Condition"]!.ToJsonString().ShouldBe("""{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":"done#NotifyOperators#*"}}""");
        }
    }

    [Fact]
    public void An_import_writes_lists_of_rejects_and_no_uploads()
    {
        foreach (var (stack, function) in Functions().Where(f => (string?)f.Function["Handler"] == nameof(ImportReadings)))
        {
            var statement = StatementsOf(stack.Target(function["Role"])).Single(s => ActionsOf(s).Contains("s3:PutObject"));
            ((string?)statement["Resource"]!["Fn::Join"]![1]![1]).ShouldBe("/*.rejects.jsonl");
        }
    }

    [Theory]
    [InlineData(nameof(ReceiveReadings), "ReadingsRecorded")]
    [InlineData(nameof(ImportReadings), "ReadingsRecorded", "UploadImported", "UploadRejected")]
    [InlineData(nameof(PublishChanges), "SensorRegistered", "LimitsChanged", "AlertOpened", "AlertAcknowledged", "AlertResolved")]
    public void A_publisher_may_publish_its_own_events_only(string handler, params string[] detailTypes)
    {
        foreach (var (stack, function) in Functions().Where(f => (string?)f.Function["Handler"] == handler))
        {
            var conditions = StatementsOf(stack.Target(function["Role"]))
                .Where(s => ActionsOf(s).Contains("events:PutEvents"))
                .Select(s => s["Condition"]!["StringEquals"]!)
                .ToList();
            conditions.Select(c => ((string?)c["events:source"], (string?)c["events:detail-type"])).ShouldBe(
                detailTypes.Select(name => ((string?)EventCatalogue.All.Single(c => c.DetailType == name).Source, (string?)name)), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("POST /readings", nameof(ReceiveReadings), "/*/POST/readings")]
    [InlineData("PUT /sensors/{id}", nameof(RegisterSensor), "/*/PUT/sensors/*")]
    [InlineData("GET /sensors", nameof(Query), "/*/GET/sensors")]
    [InlineData("GET /sensors/{id}", nameof(Query), "/*/GET/sensors/*")]
    [InlineData("GET /sensors/{id}/readings", nameof(Query), "/*/GET/sensors/*/readings")]
    [InlineData("GET /alerts", nameof(Query), "/*/GET/alerts")]
    [InlineData("GET /alerts/{id}", nameof(Query), "/*/GET/alerts/*")]
    [InlineData("POST /alerts/{id}/acknowledge", nameof(AcknowledgeAlert), "/*/POST/alerts/*/acknowledge")]
    public void A_route_leads_to_its_handler_which_lets_that_route_in(string routeKey, string handler, string sourceArnEnd)
    {
        foreach (var stack in system.Named("Services"))
        {
            var route = stack.OfType("AWS::ApiGatewayV2::Route").Single(r => (string?)r["RouteKey"] == routeKey);
            var integration = stack.Target(route["Target", "Fn::Join"]![1]![1]);
            var function = stack.Target(integration["IntegrationUri"]);

            ((string?)function["Handler"]).ShouldBe(handler);
            ((string?)integration["PayloadFormatVersion"]).ShouldBe("2.0");
            stack.OfType("AWS::Lambda::Permission").Where(p => stack.Target(p["FunctionName"]) == function)
                .Select(p => (string?)p["SourceArn", "Fn::Join"]![1]!.AsArray()[^1])
                .ShouldContain(sourceArnEnd);
        }
    }

    [Fact]
    public void Routes_of_one_handler_share_its_function_and_integration()
    {
        foreach (var stack in system.Named("Services"))
        {
            var targets = stack.OfType("AWS::ApiGatewayV2::Route").Select(r => stack.Target(r["Target", "Fn::Join"]![1]![1]).LogicalId).ToList();
            targets.Distinct().ShouldBe(stack.OfType("AWS::ApiGatewayV2::Integration").Select(integration => integration.LogicalId), ignoreOrder: true);
            targets.Count.ShouldBeGreaterThan(targets.Distinct().Count());
        }
    }

    [Fact]
    public void No_route_is_open_and_an_answer_for_one_route_is_none_for_another()
    {
        foreach (var stack in system.Named("Services"))
        {
            var authorizer = stack.OfType("AWS::ApiGatewayV2::Authorizer").ShouldHaveSingleItem();
            foreach (var route in stack.OfType("AWS::ApiGatewayV2::Route"))
            {
                ((string?)route["AuthorizationType"]).ShouldBe("CUSTOM");
                stack.Target(route["AuthorizerId"]).LogicalId.ShouldBe(authorizer.LogicalId);
            }

            ((string?)authorizer["AuthorizerType"]).ShouldBe("REQUEST");
            ((string?)authorizer["AuthorizerPayloadFormatVersion"]).ShouldBe("2.0");
            ((bool?)authorizer["EnableSimpleResponses"]).ShouldBe(true);
            authorizer["IdentitySource"]!.ToJsonString().ShouldBe("""["$request.header.Authorization","$context.routeKey"]""");
            var environment = EnvironmentOf(stack);
            ((int?)authorizer["AuthorizerResultTtlInSeconds"]).ShouldBe(environment.AuthorizerCacheSeconds);

            var function = authorizer["AuthorizerUri", "Fn::Join"]![1]!.AsArray().Where(part => part is JsonObject o && o.ContainsKey("Fn::GetAtt")).ShouldHaveSingleItem();
            ((string?)stack.Target(function)["Handler"]).ShouldBe(nameof(Authorize));
            var permission = stack.OfType("AWS::Lambda::Permission").Single(p => stack.Target(p["FunctionName"]) == stack.Target(function));
            stack.Target(permission["SourceArn", "Fn::Join"]![1]!.AsArray()[^1]).LogicalId.ShouldBe(authorizer.LogicalId);
        }
    }

    [Fact]
    public void The_api_throttles_and_logs_what_it_serves()
    {
        foreach (var (stack, stage) in All("AWS::ApiGatewayV2::Stage"))
        {
            var environment = EnvironmentOf(stack);
            ((int?)stage["DefaultRouteSettings", "ThrottlingRateLimit"]).ShouldBe(environment.ApiRateLimit);
            ((int?)stage["DefaultRouteSettings", "ThrottlingBurstLimit"]).ShouldBe(environment.ApiBurstLimit);
            stage["AccessLogSettings", "DestinationArn"].ShouldNotBeNull();
            JsonNode.Parse((string)stage["AccessLogSettings", "Format"]!)!["requestId"]!.GetValue<string>().ShouldBe("$context.requestId");
        }
    }

    private static EnvironmentSettings EnvironmentOf(StackTemplate stack) =>
        KnownEnvironments.All.Single(known => stack.Id.StartsWith(known.StageId, StringComparison.Ordinal));

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
