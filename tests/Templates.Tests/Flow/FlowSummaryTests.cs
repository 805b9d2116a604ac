using SensorWatch.Templates.Review;
using static SensorWatch.Templates.Tests.Flow.FlowStacks;

namespace SensorWatch.Templates.Tests.Flow;

public class FlowSummaryTests
{
    [Theory]
    [InlineData("- may events:PutEvents on bus Main if events:detail-type is `Stored` and events:source is `shop`")]
    [InlineData("- may dynamodb:PutItem on table Orders `/index/byDate`")]
    [InlineData("- `{\"source\":[\"shop\"],\"detail-type\":[\"Placed\"]}`")]
    [InlineData("- to queue StoreQueue, 185 retries in 86400 s")]
    [InlineData("- undelivered events are lost")]
    [InlineData("| StoreQueue | 30 | 345600 |  |  |")]
    [InlineData("| Store | 128 | 3 |  | provided.al2023 x86_64 | queue StoreQueue | 10 | 0 |  |")]
    [InlineData("- stream NEW_IMAGE")]
    [InlineData("- no point-in-time recovery")]
    public void A_fact_has_a_line_of_its_own(string line) => Summary().Split('\n').ShouldContain(line);

    [Fact]
    public void A_reason_for_an_exception_stands_once() =>
        DeploymentSummary.Render("Dev", Deploy(
            Of("AWS::SQS::Queue", "One", metadata: """{ "DesignRules": { "some/rule": "Because." } }"""),
            Of("AWS::SQS::Queue", "Two", metadata: """{ "DesignRules": { "some/rule": "Because." } }"""),
            Of("AWS::SQS::Queue", "Three", metadata: """{ "cdk_nag": { "rules_to_suppress": [{ "id": "Nag1", "reason": "Also." }] } }""")))
            .ShouldEndWith("## Exceptions from rules\n\n### Nag1\n\nAlso.\n\n- Three\n\n### some/rule\n\nBecause.\n\n- One\n- Two\n");

    [Fact]
    public void What_is_not_known_does_not_stop_a_summary() =>
        DeploymentSummary.Render("Dev", Deploy(
            [.. Function("F", Allow("sqs:SendMessage", """{ "Fn::GetAtt": ["Gone", "Arn"] }""")), Of("AWS::Unknown::Thing", "T", """{ "A": { "Fn::Nothing": 1 } }""")]))
            .ShouldContain("- may sqs:SendMessage on `${?Gone.Arn}`");

    private static string Summary() => DeploymentSummary.Render("Dev", Deploy(
    [
        Bus("Main"), Table("Orders"),
        .. Consumer("Store", "Main", Pattern("shop", "Placed"), Publish("Main", "shop", "Stored"), Allow("dynamodb:PutItem", Arn("Orders", "/index/byDate"))),
    ]));
}
