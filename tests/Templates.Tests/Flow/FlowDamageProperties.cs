using System.Text.Json.Nodes;
using CsCheck;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Review;
using SensorWatch.Templates.Rules;
using SensorWatch.Templates.Tests.Resolution;
using static SensorWatch.Templates.Tests.Flow.FlowStacks;

namespace SensorWatch.Templates.Tests.Flow;

/// <summary>Whatever is wrong with a template, its flow is drawn, judged and summarized as far as it is known.</summary>
public class FlowDamageProperties
{
    private static readonly IReadOnlyList<DesignRule> Rules =
        [.. DesignRules.All.Where(rule => rule.Id.StartsWith("flow/", StringComparison.Ordinal))];

    private static readonly JsonObject System = (JsonObject)JsonNode.Parse($$"""{ "Resources": { {{string.Join(",\n", Resources())}} } }""")!;

    [Fact]
    public void Damage_stops_nothing() => Gen.Select(Gen.Int[0, 10_000], Gen.Bool, DamagedTemplateProperties.Damage).Sample(
        (place, remove, damage) =>
        {
            var damaged = DamagedTemplateProperties.Damaged(System, place, remove, damage);
            var deployment = Deployment.Resolve([Stacks.Stack(damaged.ToJsonString())], new DeploymentSettings { Tolerant = true });
            var graph = FlowGraph.Of(deployment);
            FlowMermaid.Render(FlowOverview.Of(graph)).ShouldStartWith("flowchart LR\n");
            FlowMermaid.Render(graph).ShouldNotBeEmpty();
            FlowJson.Render(graph).ShouldNotBeEmpty();
            FlowText.Render(graph).ShouldNotBeNull();
            DesignReview.Of(deployment, Rules).Violations.ShouldNotBeNull();
            DeploymentSummary.Render("Dev", deployment).ShouldStartWith("# Dev\n");
        },
        iter: 1_000);

    private static IEnumerable<string> Resources() =>
    [
        Bus("Main"), Table("Orders"), Queue("Failed"), Of("AWS::SNS::Topic", "People"),
        Of("AWS::S3::Bucket", "Files", """{ "BucketName": "files", "NotificationConfiguration": { "EventBridgeConfiguration": {} } }"""),
        Of("AWS::SNS::Subscription", "Ada", """{ "TopicArn": { "Ref": "People" }, "Protocol": "email", "Endpoint": "ada@example.com" }"""),
        .. Consumer(
            "Store", "Main", Pattern("shop", "Placed"),
            Allow("dynamodb:PutItem", Arn("Orders"), """{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["a#*"] } }"""),
            Allow("sns:Publish", """{ "Ref": "People" }""")),
        .. Consumer("Import", null, """{ "source": ["aws.s3"], "detail": { "object": { "key": [{ "suffix": ".csv" }] } } }""", Allow("s3:PutObject", Arn("Files", "/*"))),
        Consumes("Stream", StreamOf("Orders"), "Tell", """{"eventName":["INSERT"]}""", """{ "EventFlow": { "Publishes": ["Placed"] } }"""),
        .. Function("Tell", Publish("Main", "shop", "Placed")),
        Of("AWS::CloudWatch::Alarm", "Errors", """
            {
              "Namespace": "AWS/Lambda", "MetricName": "Errors", "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold",
              "Dimensions": [{ "Name": "FunctionName", "Value": { "Ref": "Tell" } }], "AlarmActions": [{ "Ref": "People" }]
            }
            """),
    ];
}
