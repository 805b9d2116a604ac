using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Tests.Resources;

public class TypedResourceTests
{
    private const string QueueArn = "arn:aws:sqs:us-east-1:123456789012:Dev-Services-";
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:Dev-Services-StoreF0A1";

    private readonly Deployment _dev = Deployment.Resolve(Fixtures.App().StacksIn("Dev"));

    [Fact]
    public void A_bus_has_its_name_and_ARN()
    {
        var bus = _dev.EventBuses.Single();

        (bus.Name, bus.Arn).ShouldBe(("DevStateBus", "arn:aws:events:us-east-1:123456789012:event-bus/DevStateBus"));
    }

    [Fact]
    public void A_rule_has_its_bus_pattern_and_targets()
    {
        var rule = _dev.Rules.Single();

        rule.Name.ShouldBe("Dev-Services-Placed");
        rule.Arn.ShouldBe("arn:aws:events:us-east-1:123456789012:rule/DevStateBus/Dev-Services-Placed");
        rule.EventBusName.ShouldBe("DevStateBus");
        rule.Enabled.ShouldBeTrue();
        rule.EventPattern!.ToJsonString().ShouldBe("""{"detail-type":["OrderPlaced"]}""");
        rule.Targets.Single().ShouldBe(new RuleTarget
        {
            Id = "Target0",
            Arn = QueueArn + "Inbox",
            DeadLetterArn = QueueArn + "Dlq",
            MaximumRetryAttempts = 3,
            MaximumEventAgeSeconds = 86_400,
        });
    }

    [Fact]
    public void Queues_have_their_numbers_and_SQS_defaults()
    {
        var inbox = _dev.Queues.Single(queue => queue.Name == "Dev-Services-Inbox");
        inbox.VisibilityTimeout.ShouldBe(60);
        inbox.RedrivePolicy.ShouldBe(new RedrivePolicy(QueueArn + "Dlq", 5));
        inbox.MessageRetentionPeriod.ShouldBe(345_600);
        inbox.Fifo.ShouldBeFalse();

        var deadLetters = _dev.Queues.Single(queue => queue.Name == "Dev-Services-Dlq");
        deadLetters.MessageRetentionPeriod.ShouldBe(1_209_600);
        deadLetters.RedrivePolicy.ShouldBeNull();
    }

    [Fact]
    public void A_queue_policy_has_its_queues_and_document()
    {
        var policy = _dev.QueuePolicies.Single();

        policy.QueueUrls.ShouldBe(["https://sqs.us-east-1.amazonaws.com/123456789012/Dev-Services-Inbox"]);
        policy.PolicyDocument["Statement"]![0]!["Resource"]!.GetValue<string>().ShouldBe(QueueArn + "Inbox");
    }

    [Fact]
    public void A_function_has_its_package_folder_environment_and_limits()
    {
        var function = _dev.Functions.Single();

        function.Arn.ShouldBe(FunctionArn);
        function.CodeDirectory.ShouldBe(Path.Combine(Fixtures.AppDirectory, "asset.store"));
        function.Runtime.ShouldBe("provided.al2023");
        function.Handler.ShouldBe("Store");
        function.Architecture.ShouldBe("arm64");
        function.TimeoutSeconds.ShouldBe(10);
        function.MemorySizeMegabytes.ShouldBe(256);
        function.ReservedConcurrentExecutions.ShouldBe(4);
        function.LogGroupName.ShouldBe("Dev-Services-Logs");
        function.Environment.ShouldBe(new Dictionary<string, string>
        {
            ["TABLE"] = "Dev-State-Orders",
            ["QUEUE"] = "https://sqs.us-east-1.amazonaws.com/123456789012/Dev-Services-Inbox",
            ["LIMIT"] = "5",
        });
    }

    [Fact]
    public void A_function_without_more_has_Lambdas_defaults()
    {
        var function = Stacks.Resolve("""
            { "Resources": { "F": { "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "nodejs22.x", "Handler": "index.handler", "Code": { "ZipFile": "x" } } } } }
            """).Functions.Single();

        (function.CodeDirectory, function.TimeoutSeconds, function.MemorySizeMegabytes, function.ReservedConcurrentExecutions).ShouldBe((null, 3, 128, null));
        (function.Architecture, function.LogGroupName, function.Environment.Count).ShouldBe(("x86_64", "/aws/lambda/Dev-Test-F", 0));
    }

    [Fact]
    public void A_queue_mapping_has_its_batches_filters_and_concurrency()
    {
        var mapping = _dev.EventSourceMappings[0];

        mapping.EventSourceArn.ShouldBe(QueueArn + "Inbox");
        (mapping.Enabled, mapping.BatchSize, mapping.MaximumBatchingWindowSeconds).ShouldBe((true, 10, 1));
        (mapping.ReportBatchItemFailures, mapping.MaximumConcurrency).ShouldBe((true, 2));
        mapping.Filters.Single().ToJsonString().ShouldBe("""{"body":{"total":[{"numeric":["\u003E",0]}]}}""");
    }

    [Fact]
    public void A_stream_mapping_has_what_the_template_says_of_failures()
    {
        var mapping = _dev.EventSourceMappings[1];

        (mapping.StartingPosition, mapping.ParallelizationFactor, mapping.BisectBatchOnFunctionError).ShouldBe(("LATEST", 2, true));
        (mapping.MaximumRetryAttempts, mapping.MaximumRecordAgeSeconds).ShouldBe((3, 3600));
        mapping.OnFailureDestinationArn.ShouldBe(QueueArn + "Inbox");
    }

    [Fact]
    public void A_mapping_on_a_queue_has_the_defaults_of_what_is_for_streams()
    {
        var mapping = _dev.EventSourceMappings[0];

        (mapping.StartingPosition, mapping.ParallelizationFactor, mapping.BisectBatchOnFunctionError).ShouldBe((null, 1, false));
        (mapping.MaximumRetryAttempts, mapping.MaximumRecordAgeSeconds, mapping.TumblingWindowSeconds).ShouldBe((-1, -1, 0));
        mapping.OnFailureDestinationArn.ShouldBeNull();
    }

    [Fact]
    public void A_stream_mapping_has_the_defaults_of_streams()
    {
        var mapping = _dev.EventSourceMappings[1];

        mapping.EventSourceArn.ShouldBe(_dev.Tables.Single().StreamArn);
        (mapping.Enabled, mapping.BatchSize, mapping.ReportBatchItemFailures).ShouldBe((false, 100, false));
    }

    [Fact]
    public void A_mapping_leads_to_its_function_by_name_and_by_ARN() =>
        _dev.EventSourceMappings.Select(_dev.FunctionOf).ShouldAllBe(function => function == _dev.Functions.Single());

    [Theory]
    [InlineData("Dev-Services-StoreF0A1")]
    [InlineData("Dev-Services-StoreF0A1:live")]
    [InlineData(FunctionArn)]
    [InlineData(FunctionArn + ":3")]
    [InlineData("123456789012:function:Dev-Services-StoreF0A1")]
    public void A_function_is_found_by_each_form_of_its_name(string name) => _dev.FindFunction(name).ShouldBe(_dev.Functions.Single());

    [Fact]
    public void A_mapping_to_a_function_that_is_not_there_is_an_error()
    {
        var deployment = Stacks.Resolve("""
            { "Resources": { "M": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": "arn:aws:sqs:r:a:q", "FunctionName": "gone" } } } }
            """);

        Should.Throw<TemplateResolutionException>(() => deployment.FunctionOf(deployment.EventSourceMappings.Single()))
            .Message.ShouldStartWith("Dev/Test/M (AWS::Lambda::EventSourceMapping) Properties.FunctionName: the deployment has no function 'gone'.");
    }

    [Fact]
    public void A_table_has_its_keys_indexes_stream_and_TTL()
    {
        var table = _dev.Tables.Single();

        table.Key.ShouldBe(new TableKey(new("pk", "S"), new("sk", "N")));
        table.StreamViewType.ShouldBe("NEW_AND_OLD_IMAGES");
        table.TimeToLiveAttribute.ShouldBe("expires");
        var index = table.Indexes.Single();
        (index.Name, index.Key, index.Global, index.ProjectionType).ShouldBe(("byStatus", new TableKey(new("status", "S"), null), true, "INCLUDE"));
        index.NonKeyAttributes.ShouldBe(["total"]);
    }

    [Fact]
    public void A_global_table_is_a_table() => Stacks.Resolve("""
        { "Resources": { "T": { "Type": "AWS::DynamoDB::GlobalTable", "Properties": {
            "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }],
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
            "Replicas": [{ "Region": { "Ref": "AWS::Region" } }]
        } } } }
        """).Tables.Single().Key.Partition.ShouldBe(new KeyAttribute("pk", "S"));

    [Fact]
    public void An_API_leads_from_route_to_integration_to_function()
    {
        var api = _dev.HttpApis.Single();
        var route = _dev.Routes.Single();
        var integration = _dev.Integrations.Single();

        (route.ApiId, route.RouteKey, route.IntegrationId, route.AuthorizerId).ShouldBe((api.ApiId, "POST /orders", integration.Resource.PhysicalId, null));
        (integration.FunctionArn, integration.PayloadFormatVersion, integration.TimeoutMilliseconds).ShouldBe((FunctionArn, "2.0", 30_000));
        (_dev.HttpApiStages.Single().ApiId, _dev.HttpApiStages.Single().StageName).ShouldBe((api.ApiId, "$default"));
        api.Name.ShouldBe("orders");
    }

    [Fact]
    public void A_stage_has_its_throttling_and_that_of_its_routes()
    {
        var stage = Stacks.Resolve("""
            { "Resources": { "S": { "Type": "AWS::ApiGatewayV2::Stage", "Properties": {
                "ApiId": "a",
                "StageName": "$default",
                "DefaultRouteSettings": { "ThrottlingRateLimit": 0.5, "ThrottlingBurstLimit": 20 },
                "RouteSettings": { "GET /x": { "ThrottlingBurstLimit": "3" } }
            } } } }
            """).HttpApiStages.Single();

        stage.DefaultThrottling.ShouldBe(new(0.5, 20));
        stage.RouteThrottling.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("GET /x", new HttpApiThrottling(null, 3)));
    }

    [Fact]
    public void A_route_leads_to_its_authorizer_and_that_to_its_function()
    {
        var deployment = Stacks.Resolve($$"""
            { "Resources": {
                "R": { "Type": "AWS::ApiGatewayV2::Route", "Properties": {
                    "ApiId": "a", "RouteKey": "GET /x", "AuthorizationType": "CUSTOM", "AuthorizerId": { "Ref": "A" } } },
                "A": { "Type": "AWS::ApiGatewayV2::Authorizer", "Properties": {
                    "ApiId": "a",
                    "Name": "tokens",
                    "AuthorizerType": "REQUEST",
                    "AuthorizerUri": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{{FunctionArn}}/invocations",
                    "AuthorizerPayloadFormatVersion": "2.0",
                    "EnableSimpleResponses": true,
                    "IdentitySource": ["$request.header.Authorization"]
                } }
            } }
            """);

        var (route, authorizer) = (deployment.Routes.Single(), deployment.Authorizers.Single());
        (route.AuthorizationType, route.AuthorizerId).ShouldBe(("CUSTOM", authorizer.Resource.PhysicalId));
        (authorizer.ApiId, authorizer.Name, authorizer.AuthorizerType, authorizer.FunctionArn).ShouldBe(("a", "tokens", "REQUEST", FunctionArn));
        (authorizer.PayloadFormatVersion, authorizer.EnableSimpleResponses, authorizer.ResultTtlSeconds).ShouldBe(("2.0", true, 300));
        authorizer.IdentitySources.ShouldBe(["$request.header.Authorization"]);
    }

    [Fact]
    public void An_alarm_has_its_metric_and_limits()
    {
        var alarm = Stacks.Resolve("""
            { "Resources": { "A": { "Type": "AWS::CloudWatch::Alarm", "Properties": {
                "Namespace": "AWS/SQS", "MetricName": "m", "Dimensions": [{ "Name": "QueueName", "Value": "q" }], "Statistic": "Maximum",
                "Period": 60, "EvaluationPeriods": 3, "Threshold": 0.5, "ComparisonOperator": "GreaterThanThreshold", "OKActions": ["arn:t"]
            } } } }
            """).Alarms.Single();

        (alarm.Name, alarm.Arn).ShouldBe(("Dev-Test-A", "arn:aws:cloudwatch:us-east-1:123456789012:alarm:Dev-Test-A"));
        (alarm.Namespace, alarm.MetricName, alarm.Statistic, alarm.PeriodSeconds).ShouldBe(("AWS/SQS", "m", "Maximum", 60));
        (alarm.EvaluationPeriods, alarm.DatapointsToAlarm, alarm.Threshold, alarm.TreatMissingData).ShouldBe((3, 3, 0.5, "missing"));
        alarm.Dimensions.ShouldBe(new Dictionary<string, string> { ["QueueName"] = "q" });
        (alarm.OkActions.Single(), alarm.AlarmActions.Count, alarm.ActionsEnabled).ShouldBe(("arn:t", 0, true));
    }

    [Fact]
    public void A_subscription_leads_to_its_topic()
    {
        var deployment = Stacks.Resolve("""
            { "Resources": {
                "T": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": "Alarms" } },
                "S": { "Type": "AWS::SNS::Subscription", "Properties": {
                    "TopicArn": { "Ref": "T" }, "Protocol": "sqs", "Endpoint": "arn:q", "RawMessageDelivery": true,
                    "RedrivePolicy": { "deadLetterTargetArn": "arn:d" } } }
            } }
            """);

        var (topic, subscription) = (deployment.Topics.Single(), deployment.Subscriptions.Single());
        (topic.Arn, topic.Name, topic.DisplayName, topic.Fifo).ShouldBe(("arn:aws:sns:us-east-1:123456789012:Dev-Test-T", "Dev-Test-T", "Alarms", false));
        (subscription.TopicArn, subscription.Protocol, subscription.Endpoint).ShouldBe((topic.Arn, "sqs", "arn:q"));
        (subscription.RawMessageDelivery, subscription.DeadLetterArn).ShouldBe((true, "arn:d"));
        subscription.Arn.ShouldStartWith(topic.Arn + ":");
    }

    [Theory]
    [InlineData("AWS::SQS::Queue", """{"VisibilityTimeout": "soon"}""", "Properties.VisibilityTimeout: a whole number is expected, but \"soon\" came.")]
    [InlineData("AWS::SQS::Queue", """{"VisibilityTimeout": 1.5}""", "Properties.VisibilityTimeout: a whole number is expected, but 1.5 came.")]
    [InlineData("AWS::SQS::Queue", """{"FifoQueue": 1}""", "Properties.FifoQueue: true or false is expected, but 1 came.")]
    [InlineData("AWS::SQS::Queue", """{"RedrivePolicy": {"maxReceiveCount": 5}}""", "Properties.RedrivePolicy.deadLetterTargetArn: it is required, but missing.")]
    [InlineData("AWS::SQS::Queue", """{"RedrivePolicy": "{"}""", "Properties.RedrivePolicy: the text of a JSON object is expected")]
    [InlineData("AWS::SQS::Queue", """{"QueueName": "{{resolve:ssm:name}}"}""", "Properties.QueueName: the dynamic reference '{{resolve:ssm:name}}'")]
    [InlineData("AWS::Events::Rule", """{"State": "PAUSED"}""", "Properties.State: ENABLED or DISABLED is expected, but \"PAUSED\" came.")]
    [InlineData("AWS::Events::Rule", """{"Targets": [{"Id": "a"}]}""", "Properties.Targets[0].Arn: it is required, but missing.")]
    [InlineData("AWS::Events::Rule", """{"Targets": {"Id": "a"}}""", "Properties.Targets: a list is expected, but an object came.")]
    [InlineData("AWS::Events::Rule", """{"Targets": [{"Id": "a", "Arn": "b", "RetryPolicy": 5}]}""", "Properties.Targets[0].RetryPolicy.MaximumRetryAttempts: an object on the way to it is expected, but 5 came.")]
    [InlineData("AWS::Lambda::Function", """{"Handler": "h"}""", "Properties.Runtime: it is required, but missing.")]
    [InlineData("AWS::Lambda::Function", """{"Handler": "h", "Runtime": "r", "Environment": {"Variables": {"A": []}}}""", "Properties.Environment.Variables.A: a string is expected, but a list came.")]
    [InlineData("AWS::DynamoDB::Table", """{"AttributeDefinitions": [], "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}""", "Properties.KeySchema[0].AttributeName: 'pk' is not among the AttributeDefinitions.")]
    [InlineData("AWS::DynamoDB::Table", """{"AttributeDefinitions": [], "KeySchema": []}""", "Properties.KeySchema: a HASH key is expected.")]
    [InlineData("AWS::ApiGatewayV2::Api", """{"ProtocolType": "WEBSOCKET"}""", "Properties.ProtocolType: only HTTP APIs are supported.")]
    [InlineData("AWS::ApiGatewayV2::Integration", """{"ApiId": "a", "IntegrationType": "HTTP_PROXY"}""", "Properties.IntegrationType: only AWS_PROXY")]
    [InlineData("AWS::ApiGatewayV2::Integration", """{"ApiId": "a", "IntegrationType": "AWS_PROXY", "IntegrationUri": "https://x"}""", "Properties.IntegrationUri: the ARN of a Lambda function is expected")]
    [InlineData("AWS::ApiGatewayV2::Route", """{"ApiId": "a", "RouteKey": "GET /", "Target": "x"}""", "Properties.Target: integrations/ID is expected, but \"x\" came.")]
    [InlineData("AWS::ApiGatewayV2::Stage", """{"ApiId": "a", "StageName": "s", "DefaultRouteSettings": {"ThrottlingRateLimit": "much"}}""", "Properties.DefaultRouteSettings.ThrottlingRateLimit: a number is expected, but \"much\" came.")]
    [InlineData("AWS::ApiGatewayV2::Authorizer", """{"ApiId": "a", "Name": "n", "AuthorizerType": "REQUEST", "AuthorizerUri": "f"}""", "Properties.AuthorizerUri: the ARN of a Lambda function is expected")]
    public void A_property_that_is_not_what_its_type_takes_is_an_error_with_path_expected_and_came(string type, string properties, string fault)
    {
        var deployment = Stacks.Resolve($$"""{ "Resources": { "R": { "Type": "{{type}}", "Properties": {{properties}} } } }""");

        Should.Throw<TemplateResolutionException>(() => ReadAll(deployment)).Message.ShouldStartWith($"Dev/Test/R ({type}) {fault}");
    }

    [Fact]
    public void A_dynamic_reference_in_a_property_that_nobody_reads_is_no_error() =>
        ReadAll(Stacks.Resolve("""
            { "Resources": { "Q": { "Type": "AWS::SQS::Queue", "Properties": { "KmsMasterKeyId": "{{resolve:ssm:key}}" } } } }
            """)).ShouldBe(1);

    private static int ReadAll(Deployment deployment) =>
        deployment.EventBuses.Count + deployment.Rules.Count + deployment.Queues.Count + deployment.QueuePolicies.Count
        + deployment.Functions.Count + deployment.EventSourceMappings.Count + deployment.Tables.Count
        + deployment.Authorizers.Count + deployment.Alarms.Count + deployment.Topics.Count + deployment.Subscriptions.Count
        + deployment.HttpApis.Count + deployment.HttpApiStages.Count + deployment.Routes.Count + deployment.Integrations.Count;
}
