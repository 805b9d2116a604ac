using System.Text.Json.Nodes;

namespace SensorWatch.Benchmarks.Load;

/// <summary>
/// A small cloud assembly in the form that <c>cdk synth</c> writes, with one of everything that keeps something: a bus with an
/// archive; for each of three functions a rule, a queue and a mapping; tables, one with a stream and a function on it;
/// a queue that nobody reads, a topic, and a bucket whose events go to a queue. The functions are <c>bootstrap</c> beside
/// this, in JavaScript, so that they start fast and the local run is what is measured.
/// </summary>
internal static class LoadAssembly
{
    public const string Bus = "load";
    public const string Bucket = "load-objects";
    public const string Archive = "everything";
    public const string Dead = "Dead";
    public const string Held = "Held";
    public const string Heard = "Heard";
    public const string Uploads = "Uploads";
    public const string Things = "Things";
    public const string Mirrored = "Mirrored";
    public const string TopicName = "Told";

    /// <summary>Receives of a message before it goes to the dead-letter queue.</summary>
    public const int MaximumReceives = 3;

    /// <summary>The table in which a consumer keeps events, also the name of its queue and of the source of its events.</summary>
    public static class Consumers
    {
        public const string Kept = "Kept";

        /// <summary>Of its messages, 1 in 100 fails at random.</summary>
        public const string Failing = "Failing";

        /// <summary>Of its batches, 1 in 100 ends the process at random.</summary>
        public const string Crashing = "Crashing";

        public static IReadOnlyList<string> All { get; } = [Kept, Failing, Crashing];
    }

    /// <summary>Writes the assembly.</summary>
    /// <param name="directory">An empty folder.</param>
    /// <param name="visibilitySeconds">The queues' visibility time-out, and so the time after which what failed comes again.</param>
    public static void Write(string directory, int visibilitySeconds)
    {
        var asset = Directory.CreateDirectory(Path.Combine(directory, "asset.load"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Load", "bootstrap"), Path.Combine(asset.FullName, "bootstrap"), overwrite: true);
        File.WriteAllText(Path.Combine(directory, "manifest.json"), Manifest);
        File.WriteAllText(Path.Combine(directory, "Load.assets.json"), Assets);
        File.WriteAllText(Path.Combine(directory, "Load.template.json"), new JsonObject { ["Resources"] = Resources(visibilitySeconds) }.ToJsonString());
    }

    private const string Manifest =
        """
        {"version": "36.0.0", "artifacts": {
          "Load.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Load.assets.json"}},
          "Load": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region",
            "properties": {"templateFile": "Load.template.json", "stackName": "Load"}, "dependencies": ["Load.assets"]}}}
        """;

    private const string Assets =
        """
        {"version": "36.0.0", "dockerImages": {}, "files": {"load": {
          "source": {"path": "asset.load", "packaging": "zip"},
          "destinations": {"here": {"bucketName": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}", "objectKey": "load.zip"}}}}}
        """;

    private static JsonObject Resources(int visibilitySeconds)
    {
        var resources = new JsonObject
        {
            ["Bus"] = Resource("Events::EventBus", $$$"""{"Name": "{{{Bus}}}"}"""),
            ["Archive"] = Resource("Events::Archive", $$$"""{"ArchiveName": "{{{Archive}}}", "SourceArn": {"Fn::GetAtt": ["Bus", "Arn"]}}"""),
            [Dead] = Resource("SQS::Queue", $$$"""{"QueueName": "{{{Dead}}}", "MessageRetentionPeriod": 1209600}"""),
            [Held] = Resource("SQS::Queue", $$$"""{"QueueName": "{{{Held}}}", "VisibilityTimeout": {{{visibilitySeconds}}} }"""),
            [Heard] = Resource("SQS::Queue", $$$"""{"QueueName": "{{{Heard}}}"}"""),
            [Uploads] = Resource("SQS::Queue", $$$"""{"QueueName": "{{{Uploads}}}"}"""),
            ["HeardPolicy"] = Policy(Heard, "sns"),
            ["UploadsPolicy"] = Policy(Uploads, "events"),
            ["Topic"] = Resource("SNS::Topic", $$$"""{"TopicName": "{{{TopicName}}}"}"""),
            ["Subscription"] = Resource(
                "SNS::Subscription", $$$"""{"TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["{{{Heard}}}", "Arn"]}}"""),
            ["Bucket"] = Resource(
                "S3::Bucket", $$$"""{"BucketName": "{{{Bucket}}}", "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": true} } }"""),
            ["UploadsRule"] = Resource(
                "Events::Rule",
                $$$"""{"EventPattern": {"source": ["aws.s3"]}, "Targets": [{"Id": "Uploads", "Arn": {"Fn::GetAtt": ["{{{Uploads}}}", "Arn"]} }]}"""),
            ["Role"] = Resource(
                "IAM::Role",
                """
                {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []},
                 "Policies": [{"PolicyName": "All", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
                   {"Effect": "Allow", "Action": ["sqs:*", "dynamodb:*"], "Resource": "*"}]}}]}
                """),
            [Things] = Table(Things, """, "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}"""),
            [Mirrored] = Table(Mirrored),
            ["Mirror"] = Function("mirror", Mirrored),
            ["MirrorMapping"] = Resource(
                "Lambda::EventSourceMapping",
                $$$"""{"EventSourceArn": {"Fn::GetAtt": ["{{{Things}}}", "StreamArn"]}, "FunctionName": {"Ref": "Mirror"}, "StartingPosition": "TRIM_HORIZON", "BatchSize": 25}"""),
        };
        foreach (var consumer in Consumers.All)
        {
            AddConsumer(resources, consumer, visibilitySeconds);
        }

        return resources;
    }

    private static void AddConsumer(JsonObject resources, string name, int visibilitySeconds)
    {
        var percent = name switch
        {
            Consumers.Failing => """, "FAIL_PERCENT": "1" """,
            Consumers.Crashing => """, "CRASH_PERCENT": "1" """,
            _ => "",
        };
        resources[$"{name}Queue"] = Resource(
            "SQS::Queue",
            $$$"""
            {"QueueName": "{{{name}}}", "VisibilityTimeout": {{{visibilitySeconds}}},
             "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["{{{Dead}}}", "Arn"]}, "maxReceiveCount": {{{MaximumReceives}}} } }
            """);
        resources[$"{name}Policy"] = Policy($"{name}Queue", "events");
        resources[$"{name}Rule"] = Resource(
            "Events::Rule",
            $$$"""
            {"EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["{{{name}}}"]},
             "Targets": [{"Id": "{{{name}}}", "Arn": {"Fn::GetAtt": ["{{{name}}}Queue", "Arn"]}}]}
            """);
        resources[name] = Table(name);
        resources[$"{name}Function"] = Function("keep", name, percent);
        resources[$"{name}Mapping"] = Resource(
            "Lambda::EventSourceMapping",
            $$$"""
            {"EventSourceArn": {"Fn::GetAtt": ["{{{name}}}Queue", "Arn"]}, "FunctionName": {"Ref": "{{{name}}}Function"},
             "BatchSize": 10, "FunctionResponseTypes": ["ReportBatchItemFailures"]}
            """);
    }

    private static JsonObject Table(string name, string more = "") => Resource(
        "DynamoDB::Table",
        $$$"""
        {"TableName": "{{{name}}}", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
         "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]{{{more}}} }
        """);

    private static JsonObject Function(string handler, string table, string more = "") => Resource(
        "Lambda::Function",
        $$$"""
        {"Runtime": "provided.al2023", "Handler": "{{{handler}}}", "Timeout": 3, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
         "Code": {"S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "load.zip"},
         "Environment": {"Variables": {"TABLE": {"Ref": "{{{table}}}" }{{{more}}} } } }
        """);

    private static JsonObject Policy(string queue, string service) => Resource(
        "SQS::QueuePolicy",
        $$$"""
        {"Queues": [{"Ref": "{{{queue}}}"}], "PolicyDocument": {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"Service": "{{{service}}}.amazonaws.com"}, "Action": "sqs:SendMessage",
           "Resource": {"Fn::GetAtt": ["{{{queue}}}", "Arn"]}}]}}
        """);

    private static JsonObject Resource(string type, string properties) => new()
    {
        ["Type"] = $"AWS::{type}",
        ["Properties"] = JsonNode.Parse(properties),
    };
}
