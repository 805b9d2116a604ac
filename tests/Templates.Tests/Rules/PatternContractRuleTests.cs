namespace SensorWatch.Templates.Tests.Rules;

public class PatternContractRuleTests
{
    private const string Placed = """ "source":["shop.orders"],"detail-type":["OrderPlaced"] """;

    [Theory]
    [InlineData("""{"source":["shop.orders"],"detail-type":["OrderPlacd"]}""", "detail-type 'OrderPlacd' is no contract's. Did you mean 'OrderPlaced'?")]
    [InlineData("""{"source":["shop.orders"],"detail-type":["Refund"]}""", "detail-type 'Refund' is no contract's. Known: OrderPlaced, OrderShipped.")]
    [InlineData("""{"source":["shop.order"],"detail-type":["OrderPlaced"]}""", "source 'shop.order' is no contract's. Did you mean 'shop.orders'?")]
    public void A_name_that_no_contract_has_is_told_with_what_may_be_meant(string pattern, string fault) =>
        Rule(new PatternSystem().WithPattern(pattern)).ShouldBe([$"Rule: pattern/known-events: {fault}"]);

    [Theory]
    [InlineData("""{"data":{"priorty":["high"]}}""", "detail.data.priorty: OrderPlaced has no field 'priorty' in detail.data. Did you mean 'priority'?")]
    [InlineData("""{"priority":["high"]}""", "detail.priority: OrderPlaced has no field 'priority' in detail. Known: data.")]
    [InlineData("""{"data":{"priority":["hgih"]}}""", """detail.data.priority: ["hgih"] is expected, but the values are low, high. Did you mean 'high'?""")]
    [InlineData("""{"data":{"priority":[{"prefix":"H"}]}}""", """detail.data.priority: [{"prefix":"H"}] is expected, but the values are low, high. Correct the field or the value.""")]
    [InlineData("""{"data":{"total":["12.5"]}}""", """detail.data.total: ["12.5"] is expected, but every event has a value of type number there. Write a value of type number.""")]
    [InlineData("""{"data":{"orderId":[{"numeric":[">",5]}]}}""", """detail.data.orderId: [{"numeric":["\u003E",5]}] is expected, but every event has a value of type string there. Write a value of type string.""")]
    [InlineData("""{"data":{"orderId":[{"exists":false}]}}""", """detail.data.orderId: [{"exists":false}] is expected, but every event has the field. Correct the field or the value.""")]
    [InlineData("""{"data":[{"exists":true}]}""", """detail.data: [{"exists":true}] is expected, but an object stands there; patterns match the fields in it. Name one of its fields.""")]
    public void A_field_or_value_that_no_event_has_is_told(string detail, string fault) =>
        Rule(new PatternSystem().WithPattern($$"""{ {{Placed}}, "detail":{{detail}} }""")).ShouldBe([$"Rule: pattern/known-fields: {fault}"]);

    [Theory]
    [InlineData("""{"data":{"priority":["low"]}}""")]
    [InlineData("""{"data":{"priority":[{"anything-but":"low"}]}}""")]
    [InlineData("""{"data":{"priority":[{"equals-ignore-case":"HIGH"}]}}""")]
    [InlineData("""{"data":{"orderId":["o-77"]}}""")]
    [InlineData("""{"data":{"total":[{"numeric":[">",1000]}]}}""")]
    [InlineData("""{"data":{"isGift":[true]}}""")]
    [InlineData("""{"data":{"note":[{"exists":false}]}}""")]
    [InlineData("""{"data":{"items":{"sku":["b"]}}}""")]
    [InlineData("""{"data.priority":["high"]}""")]
    [InlineData("""{"$or":[{"data":{"priority":["low"]}},{"data":{"total":[{"numeric":["<",1]}]}}]}""")]
    public void What_an_event_can_have_is_right_though_the_example_has_another(string detail) =>
        Rule(new PatternSystem().WithPattern($$"""{ {{Placed}}, "detail":{{detail}} }""")).ShouldBe([]);

    [Fact]
    public void Source_and_detail_type_of_different_contracts_match_nothing()
    {
        var system = new PatternSystem();
        Rename(system, "OrderShipped", "shop.shipping");

        Rule(system).ShouldBe([]);
        system.Findings().ShouldContain(
            "Shipping: pattern/matches-contract: no contract's event can match. Nearest is OrderPlaced: detail-type: [\"OrderShipped\"] is expected, but 'OrderPlaced' comes. "
                + "Take source and detail-type of one contract.");
    }

    [Fact]
    public void A_contract_that_no_rule_takes_is_told_unless_it_is_declared_so()
    {
        new PatternSystem().Without("Shipping").Findings().ShouldBe(
            ["OrderShipped: pattern/contract-consumed: no rule takes 'OrderShipped' from 'shop.orders'. Add a rule for it, or make an exception that says who takes it."]);
        new PatternSystem().Without("Shipping").With("OrderShipped.Metadata", """{"DesignRules":{"pattern/contract-consumed":"for the warehouse"}}""")
            .Findings().ShouldBe([]);
    }

    [Fact]
    public void A_deployment_without_rules_publishes_for_others() => new PatternSystem().Without("Shipping").Without("Rule").Findings().ShouldBe([]);

    [Fact]
    public void Of_a_deployment_without_contracts_nothing_is_known() => new PatternSystem().Without("OrderPlaced").Without("OrderShipped")
        .WithPattern("""{"source":["any.thing"],"detail-type":["At all"],"detail":{"x":[1]}}""").Findings().ShouldBe([]);

    [Theory]
    [InlineData("""{"source":["aws.s3"],"detail-type":["Object Creatd"]}""", "pattern/known-events: detail-type 'Object Creatd' is no event of aws.s3. Did you mean 'Object Created'?")]
    [InlineData("""{"source":["aws.cloudwach"]}""", "pattern/known-events: source 'aws.cloudwach' is no AWS service's. Did you mean 'aws.cloudwatch'?")]
    [InlineData("""{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"object":{"kye":["a"]}}}""",
        "pattern/known-fields: detail.object.kye: Object Created has no field 'kye' in detail.object. Did you mean 'key'?")]
    [InlineData("""{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"],"detail":{"state":{"value":["ALRM"]}}}""",
        "pattern/known-fields: detail.state.value: [\"ALRM\"] is expected, but the values are OK, ALARM, INSUFFICIENT_DATA. Did you mean 'ALARM'?")]
    public void A_misspelt_event_of_an_AWS_service_is_told(string pattern, string finding) => OnDefaultBus(pattern).ShouldBe([$"Rule: {finding}"]);

    [Theory]
    [InlineData("""{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"object":{"key":[{"suffix":".csv"}]}}}""")]
    [InlineData("""{"source":["aws.s3"],"detail-type":["Something New"],"detail":{"fresh":["x"]}}""")]
    [InlineData("""{"source":["aws.dms"],"detail-type":["DMS Replication Task State Change"]}""")]
    [InlineData("""{"source":["aws.newservice"],"detail-type":["Whatever"]}""")]
    [InlineData("""{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"],"detail":{"alarmName":[{"prefix":"a"}],"state":{"value":["ALARM","OK"]}}}""")]
    public void Events_of_AWS_services_that_are_not_known_here_may_be_right(string pattern) => OnDefaultBus(pattern).ShouldBe([]);

    [Fact]
    public void A_schema_that_is_no_JSON_is_told() =>
        new PatternSystem().With("OrderShipped.Properties.Content", "\"{\"").Findings()
            .ShouldContain(finding => finding.StartsWith("OrderShipped: pattern/contract-sound: Content is no JSON object.", StringComparison.Ordinal));

    private static void Rename(PatternSystem system, string contract, string source)
    {
        var content = (string)system.Resolve().Resources.Single(resource => resource.LogicalId == contract).Properties["Content"]!;
        system.With($"{contract}.Properties.Content", System.Text.Json.JsonSerializer.Serialize(content.Replace("shop.orders", source, StringComparison.Ordinal)));
    }

    private static List<string> OnDefaultBus(string pattern) => Rule(new PatternSystem().WithPattern(pattern).Without("Rule.Properties.EventBusName"));

    private static List<string> Rule(PatternSystem system) => [.. system.Findings().Where(finding => finding.StartsWith("Rule:", StringComparison.Ordinal))];
}
