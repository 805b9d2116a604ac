using System.Text.Json.Nodes;
using SensorWatch.Local.Hosting;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Hosting;

public sealed class RefusalsTests
{
    [Fact]
    public void A_type_that_is_not_known_is_refused_by_its_path() =>
        Refused("""{ "Db": { "Type": "AWS::RDS::DBInstance", "Properties": { "Any": 1 } } }""")
            .ShouldBe(["Shop/Db: AWS::RDS::DBInstance is not run here: this resource type is not known here."]);

    [Fact]
    public void Everything_that_is_not_honoured_is_listed_at_once() =>
        Refused("""
            {
              "Alias": { "Type": "AWS::Lambda::Alias" },
              "Code": { "Type": "Custom::Thing" },
              "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "q", "FutureProperty": { "A": [1] } } }
            }
            """).ShouldBe(
            [
                "Shop/Alias: AWS::Lambda::Alias is not run here: only $LATEST of a function runs.",
                "Shop/Code: Custom::Thing is not run here: custom resources run code while they are deployed, and nothing is deployed here.",
                "Shop/Queue: property FutureProperty.A[] of AWS::SQS::Queue is not honoured here.",
            ]);

    [Fact]
    public void A_FIFO_queue_is_refused_by_name() =>
        Refused("""{ "Q": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "q.fifo", "FifoQueue": true } } }""")
            .ShouldBe(["Shop/Q: FIFO queues are not run here; standard queues are."]);

    [Fact]
    public void What_changes_nothing_is_left_out() =>
        Refused("""
            {
              "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": {} } },
              "Alarm": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "Metrics": [ { "Id": "m" } ], "EvaluationPeriods": 1, "ComparisonOperator": "GreaterThanThreshold" } },
              "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "SqsManagedSseEnabled": true, "Tags": [ { "Key": "a", "Value": "b" } ] } },
              "Table": {
                "Type": "AWS::DynamoDB::Table",
                "Properties": {
                  "AttributeDefinitions": [ { "AttributeName": "id", "AttributeType": "S" } ],
                  "KeySchema": [ { "AttributeName": "id", "KeyType": "HASH" } ],
                  "BillingMode": "PAY_PER_REQUEST",
                  "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true }
                }
              }
            }
            """).ShouldBeEmpty();

    [Fact]
    public void A_function_that_cannot_run_is_refused() =>
        Refused("""
            {
              "Function": {
                "Type": "AWS::Lambda::Function",
                "Properties": { "Runtime": "nodejs22.x", "Handler": "index.handler", "Code": { "ZipFile": "x" } }
              }
            }
            """).ShouldNotBeEmpty();

    [Fact]
    public void A_mapping_on_the_stream_of_an_unknown_table_is_refused() =>
        Refused("""
            {
              "Mapping": {
                "Type": "AWS::Lambda::EventSourceMapping",
                "Properties": { "EventSourceArn": "arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/s", "FunctionName": "f", "StartingPosition": "LATEST" }
              }
            }
            """).ShouldContain(refusal => refusal.Contains("is not of a table of this deployment"));

    [Fact]
    public void Every_type_with_a_typed_record_is_run()
    {
        foreach (var type in PropertyUse.Types)
        {
            SupportedResources.Of(type).Support.ShouldBe(Support.Run, type);
        }
    }

    [Fact]
    public void Every_type_that_is_run_has_a_typed_record() =>
        SupportedResources.Types.Where(type => type.Value.Support == Support.Run).Select(type => type.Key)
            .ShouldBeSubsetOf(PropertyUse.Types);

    private static IEnumerable<string> Refused(string resources)
    {
        var template = new JsonObject { ["Resources"] = JsonNode.Parse(resources) };
        var stack = new StackArtifact("Shop", "Shop", null, null, "/", template, [], []);
        return Refusals.Of(Deployment.Resolve([stack])).Select(refusal => refusal.ToString());
    }
}
