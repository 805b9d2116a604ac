using SensorWatch.Local.Access;
using SensorWatch.Local.Tests.Mappings;
using static SensorWatch.Local.Tests.Access.AccessFixture;

namespace SensorWatch.Local.Tests.Access;

public sealed class AccessControlTests
{
    private const string TableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    private const string QueueArn = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    private const string BusArn = "arn:aws:events:eu-west-1:111122223333:event-bus/app";
    private const string SendToQueue = """{ "QueueUrl": "http://127.0.0.1:4566/111122223333/jobs" }""";

    [Fact]
    public void A_call_without_a_grant_is_refused_in_DynamoDBs_words()
    {
        var refusal = new AccessFixture().RefusalOf("dynamodb", "PutItem", """{ "TableName": "orders", "Item": { "id": { "S": "a" } } }""");

        refusal!.Code.ShouldBe("com.amazon.coral.service#AccessDeniedException");
        refusal.StatusCode.ShouldBe(400);
        refusal.Message.ShouldBe($"User: {Session} is not authorized to perform: dynamodb:PutItem on resource: {TableArn} "
            + "because no identity-based policy allows the dynamodb:PutItem action");
    }

    [Fact]
    public void SQS_answers_403_with_its_older_code_and_writes_its_action_small()
    {
        var refusal = new AccessFixture().RefusalOf("sqs", "SendMessageBatch", SendToQueue);

        (refusal!.StatusCode, refusal.QueryErrorCode).ShouldBe((403, "AccessDenied;Sender"));
        refusal.Message.ShouldEndWith($"perform: sqs:sendmessage on resource: {QueueArn} because no identity-based policy allows the sqs:sendmessage action");
    }

    [Fact]
    public void EventBridge_refuses_the_whole_call_for_one_event()
    {
        var access = new AccessFixture(Allow("events:PutEvents", BusArn, """{ "StringEquals": { "events:source": "shop" } }"""));

        access.RefusalOf("events", "PutEvents", Entries("shop", "shop")).ShouldBeNull();
        var refusal = access.RefusalOf("events", "PutEvents", Entries("shop", "other"));
        (refusal!.Code, refusal.StatusCode).ShouldBe(("AccessDeniedException", 400));
        refusal.Message.ShouldContain($"events:PutEvents on resource: {BusArn}");

        static string Entries(params IEnumerable<string> sources) =>
            $$"""{ "Entries": [{{string.Join(',', sources.Select(source => $$"""{ "EventBusName": "app", "Source": "{{source}}", "DetailType": "d", "Detail": "{}" }"""))}}] }""";
    }

    [Fact]
    public void S3_quotes_the_object_and_Lambda_and_SNS_have_codes_of_their_own()
    {
        var access = new AccessFixture();

        var s3 = access.Refusal(access.Call("s3", "HeadObject", target: "files", key: "a/b.csv"));
        (s3!.Code, s3.StatusCode).ShouldBe(("AccessDenied", 403));
        s3.Message.ShouldContain("s3:GetObject on resource: \"arn:aws:s3:::files/a/b.csv\" because");
        var lambda = access.Refusal(access.Call("lambda", "Invoke", target: "Work:$LATEST"));
        (lambda!.Code, lambda.StatusCode).ShouldBe(("AccessDeniedException", 403));
        lambda.Message.ShouldContain("lambda:InvokeFunction on resource: arn:aws:lambda:eu-west-1:111122223333:function:Work because");
        var topic = access.Call("sns", "PublishBatch") with { Form = new(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["TopicArn"] = "arn:aws:sns:eu-west-1:111122223333:t" }) };
        var sns = access.Refusal(topic);
        (sns!.Code, sns.StatusCode).ShouldBe(("AuthorizationError", 403));
        sns.Message.ShouldContain("SNS:Publish on resource: arn:aws:sns:eu-west-1:111122223333:t because no identity-based policy allows the SNS:Publish action");
    }

    [Theory]
    [InlineData("local")]
    [InlineData(null)]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    public void Whoever_is_no_function_may_do_everything(string? accessKeyId) =>
        new AccessFixture().Refusal(CallOf(accessKeyId, "dynamodb", "PutItem", """{ "TableName": "orders" }""")).ShouldBeNull();

    [Fact]
    public void An_explicit_deny_wins_and_is_told_apart()
    {
        var access = new AccessFixture(Allow("dynamodb:*"), """{ "Effect": "Deny", "Action": "dynamodb:DeleteItem", "Resource": "*" }""");

        access.RefusalOf("dynamodb", "GetItem", """{ "TableName": "orders" }""").ShouldBeNull();
        access.RefusalOf("dynamodb", "DeleteItem", """{ "TableName": "orders" }""")!.Message
            .ShouldEndWith($"dynamodb:DeleteItem on resource: {TableArn} with an explicit deny in an identity-based policy");
    }

    [Fact]
    public void A_queues_own_policy_lets_a_role_in_or_keeps_it_out()
    {
        const string Role = "arn:aws:iam::111122223333:role/WorkRole";
        var letIn = new AccessFixture([], [$$"""{ "Effect": "Allow", "Principal": { "AWS": "{{Role}}" }, "Action": "sqs:SendMessage", "Resource": "*" }"""]);
        var keptOut = new AccessFixture([Allow("sqs:*")], ["""{ "Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*" }"""]);

        letIn.RefusalOf("sqs", "SendMessage", SendToQueue).ShouldBeNull();
        letIn.RefusalOf("sqs", "ReceiveMessage", SendToQueue).ShouldNotBeNull();
        keptOut.RefusalOf("sqs", "SendMessage", SendToQueue)!.Message.ShouldEndWith("with an explicit deny in a resource-based policy");
    }

    [Fact]
    public void Policies_that_ask_for_TLS_are_content_with_this_machines_loopback()
    {
        var access = new AccessFixture(
            [Allow("sqs:*")],
            ["""{ "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }"""]);

        access.RefusalOf("sqs", "SendMessage", SendToQueue).ShouldBeNull();
    }

    [Theory]
    [InlineData("dynamodb:Query", $"{TableArn}/index/byDay", "Query", """{ "TableName": "orders", "IndexName": "byDay" }""")]
    [InlineData("dynamodb:BatchGetItem", TableArn, "BatchGetItem", """{ "RequestItems": { "orders": { "Keys": [ { "id": { "S": "a" } } ] } } }""")]
    [InlineData("dynamodb:ConditionCheckItem", TableArn, "TransactWriteItems", """{ "TransactItems": [ { "ConditionCheck": { "TableName": "orders", "Key": { "id": { "S": "a" } } } } ] }""")]
    [InlineData("dynamodb:GetItem", TableArn, "TransactGetItems", """{ "TransactItems": [ { "Get": { "TableName": "orders", "Key": { "id": { "S": "a" } } } } ] }""")]
    public void DynamoDBs_operations_need_the_right_on_the_table_or_the_index(string action, string resource, string operation, string request)
    {
        new AccessFixture(Allow(action, resource)).RefusalOf("dynamodb", operation, request).ShouldBeNull();
        new AccessFixture(Allow(action, $"{resource}/no")).RefusalOf("dynamodb", operation, request)!.Message.ShouldContain($"{action} on resource: {resource} ");
        new AccessFixture(Allow("dynamodb:DescribeTable", resource)).RefusalOf("dynamodb", operation, request).ShouldNotBeNull();
    }

    [Fact]
    public void A_transaction_needs_the_right_of_each_of_its_parts()
    {
        const string Transaction = """
            { "TransactItems": [
              { "Put": { "TableName": "orders", "Item": { "id": { "S": "a" } } } },
              { "Delete": { "TableName": "orders", "Key": { "id": { "S": "b" } } } } ] }
            """;

        new AccessFixture(Allow("dynamodb:PutItem"), Allow("dynamodb:DeleteItem")).RefusalOf("dynamodb", "TransactWriteItems", Transaction).ShouldBeNull();
        new AccessFixture(Allow("dynamodb:PutItem")).RefusalOf("dynamodb", "TransactWriteItems", Transaction)!.Message.ShouldContain("dynamodb:DeleteItem");
    }

    [Theory]
    [InlineData("GetItem", """{ "TableName": "orders", "Key": { "id": { "S": "KEY" } } }""")]
    [InlineData("PutItem", """{ "TableName": "orders", "Item": { "id": { "S": "KEY" } } }""")]
    [InlineData("Query", """{ "TableName": "orders", "KeyConditionExpression": "id = :id", "ExpressionAttributeValues": { ":id": { "S": "KEY" } } }""")]
    [InlineData("BatchWriteItem", """{ "RequestItems": { "orders": [ { "DeleteRequest": { "Key": { "id": { "S": "mine-1" } } } }, { "DeleteRequest": { "Key": { "id": { "S": "KEY" } } } } ] } }""")]
    public void Leading_keys_are_known(string operation, string request)
    {
        var access = new AccessFixture(Allow("dynamodb:*", condition: """{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "mine-*" } }"""));

        access.RefusalOf("dynamodb", operation, request.Replace("KEY", "mine-2", StringComparison.Ordinal)).ShouldBeNull();
        access.RefusalOf("dynamodb", operation, request.Replace("KEY", "yours", StringComparison.Ordinal)).ShouldNotBeNull();
    }

    [Fact]
    public void A_function_whose_rights_are_not_known_may_do_everything_and_is_listed()
    {
        var foreign = new AccessFixture([], [], "\"arn:aws:iam::111122223333:role/Elsewhere\"");
        var managed = new AccessFixture([], [], managed: "arn:aws:iam::aws:policy/AmazonSomethingFullAccess");

        foreach (var access in new[] { foreign, managed })
        {
            access.RefusalOf("dynamodb", "GetItem", """{ "TableName": "orders" }""").ShouldBeNull();
            access.Control.Judged.ShouldBe(0);
        }

        foreign.Control.Unjudged.Single().Reason.ShouldBe("its role is not in the assembly");
        managed.Control.Unjudged.Single().Reason.ShouldContain("AmazonSomethingFullAccess");
        new AccessFixture().Control.Unjudged.ShouldBeEmpty();
    }

    [Fact]
    public void A_mapping_that_its_functions_role_does_not_cover_is_refused_at_the_start()
    {
        var access = new AccessFixture(Allow("sqs:ReceiveMessage"));
        var mapping = Resolve("""
            {
              "Role": { "Type": "AWS::IAM::Role", "Properties": { "RoleName": "WorkRole", "AssumeRolePolicyDocument": {}, "Policies": [
                { "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "*" } } } ] } },
              "Function": { "Type": "AWS::Lambda::Function", "Properties": {
                "FunctionName": "Work", "Runtime": "provided.al2023", "Handler": "h", "Role": { "Fn::GetAtt": ["Role", "Arn"] }, "Code": { "S3Bucket": "b", "S3Key": "k" } } },
              "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "jobs" } },
              "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] }, "FunctionName": { "Ref": "Function" } } }
            }
            """);

        RoleRefusals.Of(access.Deployment, TimeProvider.System).ShouldBeEmpty();
        RoleRefusals.Of(mapping, TimeProvider.System).Select(refusal => refusal.ToString()).ShouldBe(
        [
            "Shop/Mapping: the execution role arn:aws:iam::111122223333:role/WorkRole of Work does not have permissions to call "
                + $"sqs:DeleteMessage, sqs:GetQueueAttributes on {QueueArn}, so that AWS refuses it.",
        ]);
    }

    [Theory]
    [InlineData("sqs:*", "queue", null)]
    [InlineData("sqs:ReceiveMessage", "queue", "The provided execution role does not have permissions to call DeleteMessage on SQS")]
    [InlineData("dynamodb:*", "stream", null)]
    [InlineData("dynamodb:Get*", "stream", "Cannot access stream STREAM. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.")]
    [InlineData("*", "destination", null)]
    [InlineData("dynamodb:*", "destination", "The provided execution role does not have permissions to call SendMessage on SQS")]
    public void A_changed_mapping_that_its_functions_role_does_not_cover_is_refused_in_Lambdas_words(string action, string what, string? problem)
    {
        const string Stream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026";
        var mapping = MappingFixture.Mapping() with
        {
            FunctionName = "Work",
            EventSourceArn = what == "queue" ? QueueArn : Stream,
            OnFailureDestinationArn = what == "destination" ? QueueArn : null,
        };

        new AccessFixture(Allow(action)).Control.ProblemOf(mapping).ShouldBe(problem?.Replace("STREAM", Stream, StringComparison.Ordinal));
    }

    [Fact]
    public void A_changed_mapping_of_a_function_whose_rights_are_not_known_is_not_refused() =>
        new AccessFixture([], [], "\"arn:aws:iam::111122223333:role/Elsewhere\"").Control
            .ProblemOf(MappingFixture.Mapping() with { FunctionName = "Work", EventSourceArn = QueueArn }).ShouldBeNull();
}
