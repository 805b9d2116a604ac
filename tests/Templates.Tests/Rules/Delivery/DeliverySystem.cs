using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Templates.Tests.Rules.Delivery;

/// <summary>
/// A sound deployment to spoil: a rule, topic and bucket that deliver to queues and functions, a schedule, mappings on a queue
/// and a stream, an API's route.
/// </summary>
internal sealed class DeliverySystem
{
    private const string Stack = "Dev/Shop";

    private readonly JsonObject _template = (JsonObject)JsonNode.Parse(Sound)!;

    private const string Sound = """
        { "Resources": {
          "Dead": { "Type": "AWS::SQS::Queue", "Properties": { "MessageRetentionPeriod": 1209600 } },
          "DeadPolicy": { "Type": "AWS::SQS::QueuePolicy", "Properties": { "Queues": [{ "Ref": "Dead" }], "PolicyDocument": { "Statement": [
            { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "sqs:*", "Resource": { "Fn::GetAtt": ["Dead", "Arn"] }, "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
            { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Dead", "Arn"] },
              "Condition": { "ArnEquals": { "aws:SourceArn": [{ "Fn::GetAtt": ["Rule", "Arn"] }] } } },
            { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Dead", "Arn"] },
              "Condition": { "ArnEquals": { "aws:SourceArn": { "Ref": "Topic" } } } }
          ] } } },
          "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "VisibilityTimeout": 121,
            "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["Dead", "Arn"] }, "maxReceiveCount": 5 } } },
          "QueuePolicy": { "Type": "AWS::SQS::QueuePolicy", "Properties": { "Queues": [{ "Ref": "Queue" }], "PolicyDocument": { "Statement": [
            { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": ["sqs:SendMessage", "sqs:GetQueueUrl"], "Resource": { "Fn::GetAtt": ["Queue", "Arn"] },
              "Condition": { "ArnEquals": { "aws:SourceArn": { "Fn::GetAtt": ["Rule", "Arn"] } } } },
            { "Effect": "Allow", "Principal": { "Service": ["sns.amazonaws.com", "s3.amazonaws.com"] }, "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Queue", "Arn"] },
              "Condition": { "ArnLike": { "aws:SourceArn": [{ "Ref": "Topic" }, { "Fn::GetAtt": ["Bucket", "Arn"] }] } } }
          ] } } },
          "Rule": { "Type": "AWS::Events::Rule", "Properties": { "EventPattern": { "source": ["shop"] }, "Targets": [{ "Id": "Queue", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] },
            "DeadLetterConfig": { "Arn": { "Fn::GetAtt": ["Dead", "Arn"] } }, "RetryPolicy": { "MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600 } }] } },
          "Topic": { "Type": "AWS::SNS::Topic" },
          "Subscription": { "Type": "AWS::SNS::Subscription", "Properties": { "TopicArn": { "Ref": "Topic" }, "Protocol": "sqs", "Endpoint": { "Fn::GetAtt": ["Queue", "Arn"] },
            "RedrivePolicy": { "deadLetterTargetArn": { "Fn::GetAtt": ["Dead", "Arn"] } } } },
          "Bucket": { "Type": "AWS::S3::Bucket", "Properties": { "NotificationConfiguration": { "QueueConfigurations": [{ "Event": "s3:ObjectCreated:*", "Queue": { "Fn::GetAtt": ["Queue", "Arn"] } }] } } },
          "Function": { "Type": "AWS::Lambda::Function", "Properties": { "Code": { "ZipFile": "x" }, "Handler": "index.handler", "Runtime": "nodejs22.x", "Timeout": 20, "ReservedConcurrentExecutions": 5 } },
          "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] }, "FunctionName": { "Ref": "Function" },
            "BatchSize": 20, "MaximumBatchingWindowInSeconds": 1, "FunctionResponseTypes": ["ReportBatchItemFailures"], "ScalingConfig": { "MaximumConcurrency": 5 } } },
          "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }], "StreamSpecification": { "StreamViewType": "NEW_IMAGE" } } },
          "StreamMapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Table", "StreamArn"] }, "FunctionName": { "Ref": "Function" },
            "StartingPosition": "LATEST", "FunctionResponseTypes": ["ReportBatchItemFailures"], "BisectBatchOnFunctionError": true, "MaximumRetryAttempts": 5,
            "MaximumRecordAgeInSeconds": 3600, "DestinationConfig": { "OnFailure": { "Destination": { "Fn::GetAtt": ["Dead", "Arn"] } } } } },
          "Answer": { "Type": "AWS::Lambda::Function", "Properties": { "Code": { "ImageUri": "shop" }, "PackageType": "Image", "Timeout": 29 } },
          "Api": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Name": "shop", "ProtocolType": "HTTP" } },
          "Integration": { "Type": "AWS::ApiGatewayV2::Integration", "Properties": { "ApiId": { "Ref": "Api" }, "IntegrationType": "AWS_PROXY", "IntegrationUri": { "Fn::GetAtt": ["Answer", "Arn"] } } },
          "Route": { "Type": "AWS::ApiGatewayV2::Route", "Properties": { "ApiId": { "Ref": "Api" }, "RouteKey": "GET /orders/{id}", "Target": { "Fn::Sub": "integrations/${Integration}" } } },
          "Permission": { "Type": "AWS::Lambda::Permission", "Properties": { "FunctionName": { "Ref": "Answer" }, "Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com",
            "SourceArn": { "Fn::Sub": "arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*/GET/orders/*" } } },
          "Role": { "Type": "AWS::IAM::Role", "Properties": { "AssumeRolePolicyDocument": { "Statement": [] }, "Policies": [{ "PolicyName": "Send", "PolicyDocument": { "Statement": [
            { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": [{ "Fn::GetAtt": ["Queue", "Arn"] }, { "Fn::GetAtt": ["Dead", "Arn"] }] }] } }] } },
          "Schedule": { "Type": "AWS::Scheduler::Schedule", "Properties": { "ScheduleExpression": "rate(1 day)", "Target": { "Arn": { "Fn::GetAtt": ["Queue", "Arn"] }, "RoleArn": { "Fn::GetAtt": ["Role", "Arn"] },
            "DeadLetterConfig": { "Arn": { "Fn::GetAtt": ["Dead", "Arn"] } }, "RetryPolicy": { "MaximumRetryAttempts": 10, "MaximumEventAgeInSeconds": 3600 } } } }
        } }
        """;

    /// <summary>Replaces or adds a part; names and indices are joined with dots: <c>Rule.Properties.Targets.0.Arn</c>.</summary>
    public DeliverySystem With(string path, string json)
    {
        var (parent, last) = Find(path);
        if (parent is JsonArray items)
        {
            items[int.Parse(last, System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        }
        else
        {
            parent[last] = JsonNode.Parse(json);
        }

        return this;
    }

    public DeliverySystem Without(string path)
    {
        var (parent, last) = Find(path);
        parent.AsObject().Remove(last).ShouldBeTrue($"{path} is not there");
        return this;
    }

    /// <summary><c>Rule: delivery/target-retry-policy: …</c>, without the mend.</summary>
    public IReadOnlyList<string> Findings()
    {
        var stack = Stacks.Stack(_template.ToJsonString(), Stack, "Shop");
        var rules = DesignRules.All.Where(rule => rule.Id.StartsWith("delivery/", StringComparison.Ordinal)).ToList();
        return
        [
            .. DesignReview.Of(Deployment.Resolve([stack], new DeploymentSettings { Tolerant = true }), rules).Violations
                .Select(violation => $"{violation.Finding.Path}: {violation.Rule.Id}: {violation.Finding.Fault}".Replace($"{Stack}/", "", StringComparison.Ordinal)),
        ];
    }

    private (JsonNode Parent, string Last) Find(string path)
    {
        var names = path.Split('.');
        return (names[..^1].Aggregate(_template["Resources"]!, (node, name) => int.TryParse(name, out var index) ? node[index]! : node[name]!), names[^1]);
    }
}
