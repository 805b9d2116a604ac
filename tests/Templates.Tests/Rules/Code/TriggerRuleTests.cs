namespace SensorWatch.Templates.Tests.Rules.Code;

public sealed class TriggerRuleTests
{
    private const string Queue = """ "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] } """;

    [Fact]
    public void Failures_that_a_handler_names_are_not_heard() => new CodeSystem { Mapping = Queue }.Review()
        .ShouldBe(["code/batch-failures-heard Mapping: Store names the items that failed, but Lambda is not told to look: it takes them for done, and they are lost."]);

    [Fact]
    public void Failures_that_are_asked_for_are_never_named()
    {
        var system = new CodeSystem();
        var handlers = system.Handlers.Select(handler => handler with { ReportsBatchItemFailures = false });

        (system with { Handlers = [.. handlers] }).Review()
            .ShouldBe(["code/batch-failures-told Mapping: It asks for the items that failed, and the answer of Store never names any."]);
    }

    [Theory]
    [InlineData("Authorize", "which takes an HTTP API's questions whether to let a request in.")]
    [InlineData("Answer", "which takes requests of an HTTP API.")]
    [InlineData("Publish", "which takes records of a table's stream.")]
    public void A_queues_messages_go_to_a_handler_of_something_else(string handler, string takes) =>
        Events(new CodeSystem { Handler = handler }).ShouldBe([$"code/event-fits Mapping: It hands messages of a queue to {handler}, {takes}"]);

    [Fact]
    public void A_streams_records_go_to_a_handler_of_a_queue() => Events(new CodeSystem
    {
        Mapping = """ "EventSourceArn": "arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/1", "FunctionResponseTypes": ["ReportBatchItemFailures"] """,
    }).ShouldBe(["code/event-fits Mapping: It hands records of a table's stream to Store, which takes messages of a queue."]);

    [Theory]
    [InlineData("Route", "Answer", true)]
    [InlineData("Route", "Authorize", false)]
    [InlineData("Authorizer", "Authorize", true)]
    [InlineData("Authorizer", "Answer", false)]
    [InlineData("Rule", "Store", false)]
    [InlineData("Subscription", "Store", false)]
    public void Each_kind_of_trigger_has_its_handlers(string trigger, string handler, bool fits)
    {
        const string Resources = """
            , "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "a", "ProtocolType": "HTTP" } },
            "Integration": { "Type": "AWS::ApiGatewayV2::Integration", "Properties": { "ApiId": { "Ref": "Api" }, "IntegrationType": "AWS_PROXY", "IntegrationUri": { "Fn::GetAtt": ["Function", "Arn"] } } },
            "Route": { "Type": "AWS::ApiGatewayV2::Route", "Properties": { "ApiId": { "Ref": "Api" }, "RouteKey": "GET /", "Target": { "Fn::Sub": "integrations/${Integration}" } } },
            "Authorizer": { "Type": "AWS::ApiGatewayV2::Authorizer", "Properties": { "ApiId": { "Ref": "Api" }, "Name": "a", "AuthorizerType": "REQUEST", "AuthorizerUri": { "Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations" } } },
            "Rule": { "Type": "AWS::Events::Rule", "Properties": { "EventPattern": { "source": ["a"] }, "Targets": [{ "Id": "f", "Arn": { "Fn::GetAtt": ["Function", "Arn"] } }] } },
            "Subscription": { "Type": "AWS::SNS::Subscription", "Properties": { "TopicArn": "arn:aws:sns:us-east-1:123456789012:T", "Protocol": "lambda", "Endpoint": { "Fn::GetAtt": ["Function", "Arn"] } } }
            """;

        var found = Events(new CodeSystem { Handler = handler, MoreResources = Resources }).Where(violation => violation.StartsWith($"code/event-fits {trigger}:", StringComparison.Ordinal));

        found.Count().ShouldBe(fits ? 0 : 1);
    }

    [Fact]
    public void Of_a_handler_of_events_of_another_kind_nothing_is_said()
    {
        var system = new CodeSystem();

        Events(system with { Handlers = [.. system.Handlers.Select(handler => handler with { Event = "S3Event", ReportsBatchItemFailures = false })] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_mapping_to_what_is_not_known_is_let_be() =>
        new CodeSystem { Mapping = """ "EventSourceArn": { "Fn::ImportValue": "another-teams-queue" }, "FunctionResponseTypes": ["ReportBatchItemFailures"] """ }.Review()
            .Where(violation => !violation.StartsWith("code/grants-unneeded", StringComparison.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<string> Events(CodeSystem system) =>
        system.Review().Where(violation => violation.StartsWith("code/event", StringComparison.Ordinal) || violation.StartsWith("code/batch", StringComparison.Ordinal));
}
