namespace SensorWatch.Templates.Tests.Rules;

public class PatternGrammarRuleTests
{
    [Fact]
    public void A_sound_deployment_has_no_finding() => new PatternSystem().Findings().ShouldBe([]);

    [Fact]
    public void A_pattern_that_EventBridge_refuses_is_told_with_its_reason() =>
        new PatternSystem().WithPattern("""{"source":["shop.orders"],"detail-type":["OrderPlaced"],"detail":{"data":{"total":[{"numeric":[">","5"]}]}}}""").Findings().ShouldBe(
        [
            "Rule: pattern/valid: Event pattern is not valid. Reason: Value of > must be numeric at $.detail.data.total[0].numeric. "
                + "Write the pattern by EventBridge's grammar.",
            "OrderPlaced: pattern/contract-consumed: no rule takes 'OrderPlaced' from 'shop.orders'. "
                + "Add a rule for it, or make an exception that says who takes it.",
        ]);

    [Fact]
    public void An_archives_pattern_is_checked_too() => new PatternSystem()
        .With("Archive", """{"Type":"AWS::Events::Archive","Properties":{"SourceArn":{"Fn::GetAtt":["Bus","Arn"]},"EventPattern":{"source":[]}}}""")
        .Findings().ShouldHaveSingleItem().ShouldStartWith("Archive: pattern/valid: Event pattern is not valid. Reason: Empty arrays are not allowed at $.source.");

    [Fact]
    public void A_pattern_has_2048_characters_at_most()
    {
        // {"source":["shop.orders",""]} has 29 characters.
        PatternOf(2_048).Findings().ShouldNotContain(finding => finding.Contains("pattern/length", StringComparison.Ordinal));
        PatternOf(2_049).Findings().ShouldContain(
            "Shipping: pattern/length: the pattern has 2049 characters; 2048 are the most. Shorten the pattern, or split the rule.");

        static PatternSystem PatternOf(int length) => new PatternSystem().With(
            "Shipping.Properties.EventPattern", $$"""{"source":["shop.orders","{{new string('x', length - 29)}}"]}""");
    }

    [Theory]
    [InlineData("detail_type", "Did you mean 'detail-type'?")]
    [InlineData("priority", "Put the field into detail.")]
    public void A_field_that_no_envelope_has_is_told(string field, string mend) =>
        new PatternSystem().With("Shipping.Properties.EventPattern", $$"""{"source":["shop.orders"],"{{field}}":["OrderShipped"]}""")
            .Findings().ShouldContain($"Shipping: pattern/envelope-fields: '{field}' is no field of EventBridge's envelope, so the pattern never matches. {mend}");

    [Fact]
    public void Detail_is_no_leaf() =>
        new PatternSystem().With("Shipping.Properties.EventPattern", """{"source":["shop.orders"],"detail":[{"exists":true}]}""")
            .Findings().ShouldContain("Shipping: pattern/envelope-fields: 'detail' is an object in every event, which a list of values never matches. Name the fields in it.");

    [Theory]
    [InlineData("""{"source":[{"prefix":""}]}""")]
    [InlineData("""{"account":["123456789012"]}""")]
    [InlineData("""{"version":["0"]}""")]
    [InlineData("""{"detail-type":[{"wildcard":"*"}]}""")]
    public void A_pattern_that_matches_everything_is_told(string pattern) =>
        new PatternSystem().With("Shipping.Properties.EventPattern", pattern)
            .Findings().ShouldHaveSingleItem().ShouldStartWith("Shipping: pattern/not-match-all: the pattern ");

    [Theory]
    [InlineData("""{"source":[{"anything-but":{"prefix":"aws."}}]}""")]
    [InlineData("""{"source":[{"prefix":"shop."}]}""")]
    [InlineData("""{"region":["us-east-1"]}""")]
    public void A_broad_pattern_is_no_pattern_that_matches_everything(string pattern) =>
        new PatternSystem().With("Shipping.Properties.EventPattern", pattern).Findings().ShouldBe([]);

    [Fact]
    public void A_value_that_only_the_account_knows_may_be_anything() => new PatternSystem()
        .WithPattern("""{"source":["shop.orders"],"detail-type":["OrderPlaced"],"detail":{"data":{"orderId":[{"cidr":{"Fn::ImportValue":"elsewhere"}}],"total":{"Fn::ImportValue":"other"}}}}""")
        .Findings().ShouldBe([]);

    [Theory]
    [InlineData("rate(1 minutes)", "has a plural after 1")]
    [InlineData("rate(5 minute)", "has a singular after a number greater than 1")]
    [InlineData("cron(0 12 * * ?)", "has 5 fields; a cron expression has 6")]
    [InlineData("cron(0 12 * * * *)", "must have a ? for the day of the month or the day of the week, and not for both")]
    [InlineData("every minute", "is neither a rate nor a cron expression")]
    public void A_schedule_that_EventBridge_refuses_is_told(string expression, string fault) =>
        Scheduled(expression).Findings().ShouldHaveSingleItem().ShouldStartWith($"Clock: pattern/schedule-valid: the schedule '{expression}' {fault}. ");

    [Theory]
    [InlineData("rate(1 minute)")]
    [InlineData("rate(12 hours)")]
    [InlineData("cron(0 12 ? * MON-FRI *)")]
    [InlineData("cron(0/15 * L * ? 2026)")]
    public void A_schedule_is_a_rate_or_a_cron_expression(string expression) => Scheduled(expression).Findings().ShouldBe([]);

    [Fact]
    public void A_rule_without_pattern_and_schedule_is_told() =>
        new PatternSystem().With("Idle", """{"Type":"AWS::Events::Rule","Properties":{"Targets":[{"Id":"Queue","Arn":{"Fn::GetAtt":["Queue","Arn"]}}]}}""")
            .Findings().ShouldHaveSingleItem().ShouldStartWith("Idle: pattern/pattern-or-schedule: the rule has neither a pattern nor a schedule.");

    private static PatternSystem Scheduled(string expression) => new PatternSystem().With("Clock", $$$"""
        {"Type":"AWS::Events::Rule","Properties":{"ScheduleExpression":"{{{expression}}}","Targets":[{"Id":"Queue","Arn":{"Fn::GetAtt":["Queue","Arn"]}}]}}
        """);
}
