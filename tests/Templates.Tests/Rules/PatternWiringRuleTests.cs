namespace SensorWatch.Templates.Tests.Rules;

public class PatternWiringRuleTests
{
    private const string Mend = "Refer to the bus, or import it, instead of writing its name.";

    [Theory]
    [InlineData("shopp", "the bus 'shopp' isn't in this deployment. Did you mean 'shop'?")]
    [InlineData("elsewhere", "the bus 'elsewhere' isn't in this deployment, which puts the rule's events on shop.")]
    public void A_rule_on_a_bus_that_its_events_are_not_on_is_told(string bus, string fault) =>
        new PatternSystem().With("Rule.Properties.EventBusName", $"\"{bus}\"").Findings().ShouldContain($"Rule: pattern/bus-exists: {fault} {Mend}");

    [Fact]
    public void A_rule_on_another_deployments_bus_may_be_right() => new PatternSystem()
        .With("Other", Rule("\"elsewhere\"", """{"source":["other.app"],"detail-type":["Something"]}""")).Findings().ShouldBe([]);

    [Fact]
    public void A_rule_on_a_bus_that_only_the_account_knows_may_be_right() => new PatternSystem()
        .With("Other", Rule("""{"Fn::ImportValue":"other-bus"}""", """{"source":["other.app"]}""")).Findings().ShouldBe([]);

    [Fact]
    public void A_contracts_event_is_not_on_the_default_bus() =>
        new PatternSystem().Without("Rule.Properties.EventBusName").Findings().ShouldBe(
            ["Rule: pattern/source-on-its-bus: 'shop.orders' is a contract's source, and the contracts' bus is shop, but the rule is on the default bus. Put the rule on the other bus."]);

    [Fact]
    public void A_services_event_is_not_on_the_systems_bus() => new PatternSystem()
        .With("Other", Rule("""{"Ref":"Bus"}""", """{"source":["aws.s3"],"detail-type":["Object Created"]}""")).Findings().ShouldBe(
            ["Other: pattern/source-on-its-bus: 'aws.s3' is an AWS service, which puts its events on the default bus, but the rule is on 'shop'. Put the rule on the other bus."]);

    [Fact]
    public void A_services_event_that_is_forwarded_is_on_the_systems_bus() => new PatternSystem()
        .With("Other", Rule("""{"Ref":"Bus"}""", """{"source":["aws.s3"],"detail-type":["Object Created"]}"""))
        .With("Forward", """
            {"Type":"AWS::Events::Rule","Properties":{"EventPattern":{"source":["aws.s3"]},"Targets":[{"Id":"Bus","Arn":{"Fn::GetAtt":["Bus","Arn"]}}]}}
            """)
        .Findings().ShouldBe([]);

    [Fact]
    public void A_schedule_on_a_bus_of_ones_own_is_told() => new PatternSystem()
        .With("Clock", """
            {"Type":"AWS::Events::Rule","Properties":{"EventBusName":{"Ref":"Bus"},"ScheduleExpression":"rate(1 day)","Targets":[{"Id":"Queue","Arn":{"Fn::GetAtt":["Queue","Arn"]}}]}}
            """)
        .Findings().ShouldHaveSingleItem().ShouldStartWith("Clock: pattern/source-on-its-bus: the rule has a schedule on the bus 'shop';");

    [Fact]
    public void A_disabled_rule_is_told_and_consumes_nothing() =>
        new PatternSystem().With("Shipping.Properties.State", "\"DISABLED\"").Findings().Select(finding => finding.Split(": ")[1])
            .ShouldBe(["pattern/enabled", "pattern/contract-consumed"]);

    [Fact]
    public void A_bucket_that_tells_nobody_is_told() => WithBucket("{}").Findings().ShouldBe(
        ["Bucket: pattern/bucket-sends-events: the rule Files takes the bucket's events, but the bucket sends none to EventBridge. "
            + "Set NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled on the bucket."]);

    [Fact]
    public void A_bucket_that_tells_EventBridge_is_right() =>
        WithBucket("""{"NotificationConfiguration":{"EventBridgeConfiguration":{"EventBridgeEnabled":true}}}""").Findings().ShouldBe([]);

    [Fact]
    public void A_rule_without_target_is_told() =>
        new PatternSystem().Without("Shipping.Properties.Targets").Findings().ShouldHaveSingleItem()
            .ShouldStartWith("Shipping: pattern/has-target: the rule has no target: what it takes goes nowhere.");

    [Fact]
    public void Targets_have_ids_of_their_own() =>
        new PatternSystem().With("Shipping.Properties.Targets", $"[{QueueTarget},{QueueTarget}]").Findings().ShouldHaveSingleItem()
            .ShouldStartWith("Shipping: pattern/has-target: 2 targets have the id 'Queue'.");

    [Fact]
    public void The_same_events_for_the_same_target_are_told() =>
        new PatternSystem().With("Again", Rule("""{"Ref":"Bus"}""", """{"detail-type":["OrderShipped"],"source":["shop.orders"]}""")).Findings().ShouldBe(
            ["Again: pattern/no-duplicates: the rule Shipping sends the same events to the same target. Delete one of the rules, or give it another pattern or target."]);

    [Fact]
    public void The_same_events_for_another_target_are_right() => new PatternSystem()
        .With("Second", """{"Type":"AWS::SQS::Queue"}""")
        .With("Again", Rule("""{"Ref":"Bus"}""", """{"detail-type":["OrderShipped"],"source":["shop.orders"]}""").Replace("[\"Queue\"", "[\"Second\"", StringComparison.Ordinal))
        .Findings().ShouldBe([]);

    [Theory]
    [InlineData("""{"InputPathsMap":{"order":"$.detail.data.orderId"},"InputTemplate":"\"Order <oder>\""}""",
        "InputTemplate uses <oder>, which InputPathsMap doesn't define. Did you mean 'order'?")]
    [InlineData("""{"InputPathsMap":{"order":"detail.data"},"InputTemplate":"\"<order>\""}""", "InputPathsMap.order is 'detail.data', but a JSON path begins with $.")]
    public void An_input_template_uses_what_is_defined(string transformer, string fault) =>
        new PatternSystem().With("Shipping.Properties.Targets", Target($"\"InputTransformer\":{transformer}")).Findings().ShouldHaveSingleItem()
            .ShouldStartWith($"Shipping: pattern/input-transformer: target 'Queue': {fault}");

    [Fact]
    public void An_input_template_may_use_EventBridges_own_placeholders() => new PatternSystem()
        .With("Shipping.Properties.Targets", Target("\"InputTransformer\":{\"InputPathsMap\":{\"id\":\"$.id\"},\"InputTemplate\":\"{\\\"rule\\\": <aws.events.rule-name>, \\\"id\\\": <id>}\"}"))
        .Findings().ShouldBe([]);

    [Fact]
    public void A_target_has_one_input() =>
        new PatternSystem().With("Shipping.Properties.Targets", Target("\"Input\":\"{}\",\"InputPath\":\"$.detail\"")).Findings().ShouldHaveSingleItem()
            .ShouldStartWith("Shipping: pattern/input-transformer: target 'Queue': only one of Input, InputPath and InputTransformer may be given.");

    private const string QueueTarget = """{"Id":"Queue","Arn":{"Fn::GetAtt":["Queue","Arn"]}}""";

    private static string Target(string more) => $"[{QueueTarget[..^1]},{more}}}]";

    private static string Rule(string bus, string pattern) =>
        $$"""{ "Type": "AWS::Events::Rule", "Properties": { "EventBusName": {{bus}}, "EventPattern": {{pattern}}, "Targets": [{{QueueTarget}}] } }""";

    private static PatternSystem WithBucket(string properties) => new PatternSystem()
        .With("Bucket", $$"""{ "Type": "AWS::S3::Bucket", "Properties": {{properties}} }""")
        .With("Files", Rule("\"default\"", """{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":[{"Ref":"Bucket"}]}}}"""));
}
