namespace SensorWatch.Templates.Tests.Rules.Access;

public sealed class PrincipalRuleTests
{
    private const string Send = """ "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } """;

    [Theory]
    [InlineData("\"Principal\": \"*\"", "everybody (*)")]
    [InlineData("\"Principal\": { \"AWS\": [\"123456789012\", \"*\"] }", "everybody (*)")]
    [InlineData("\"NotPrincipal\": { \"AWS\": \"999999999999\" }", "everybody but some")]
    [InlineData("\"Principal\": \"*\", \"Condition\": { \"ArnLike\": { \"aws:SourceArn\": \"*\" } }", "everybody (*)")]
    [InlineData("\"Principal\": \"*\", \"Condition\": { \"Bool\": { \"aws:SecureTransport\": \"true\" } }", "everybody (*)")]
    [InlineData("\"Principal\": \"*\", \"Condition\": { \"StringEqualsIfExists\": { \"aws:SourceAccount\": \"123456789012\" } }", "everybody (*)")]
    public void A_queue_lets_anybody_send(string principal, string who) =>
        Reviewed.By("access/", AccessResources.QueueWith($$"""{ "Effect": "Allow", {{principal}}, {{Send}} }"""))
            .ShouldBe([$"access/open-principal QueuePolicy: PolicyDocument, Statement[1]: It lets {who} do sqs:SendMessage."]);

    [Theory]
    [InlineData("\"Principal\": { \"AWS\": \"arn:aws:iam::999999999999:role/R\" }")]
    [InlineData("\"Principal\": { \"AWS\": \"999999999999\" }")]
    [InlineData("\"Principal\": \"*\", \"Condition\": { \"ArnEquals\": { \"aws:SourceArn\": \"arn:aws:sns:us-east-1:123456789012:T\" } }")]
    [InlineData("\"Principal\": \"*\", \"Condition\": { \"StringEquals\": { \"AWS:PrincipalOrgID\": \"o-1\" } }")]
    [InlineData("\"Principal\": { \"Service\": \"sns.amazonaws.com\" }, \"Condition\": { \"ArnEquals\": { \"aws:SourceArn\": \"arn:aws:sns:us-east-1:123456789012:T\" } }")]
    [InlineData("\"Principal\": { \"Service\": \"s3.amazonaws.com\" }, \"Condition\": { \"StringEquals\": { \"aws:SourceAccount\": { \"Ref\": \"AWS::AccountId\" } } }")]
    public void A_queue_lets_somebody_send(string principal) =>
        Reviewed.By("access/", AccessResources.QueueWith($$"""{ "Effect": "Allow", {{principal}}, {{Send}} }""")).ShouldBeEmpty();

    [Fact]
    public void A_service_is_let_in_for_whomever() =>
        Reviewed.By("access/", AccessResources.QueueWith($$"""{ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, {{Send}} }"""))
            .ShouldBe(["access/confused-deputy QueuePolicy: PolicyDocument, Statement[1]: It lets events.amazonaws.com in, whoever makes the service do it."]);

    [Theory]
    [InlineData("\"Principal\": \"apigateway.amazonaws.com\"", "access/confused-deputy")]
    [InlineData("\"Principal\": \"*\"", "access/open-principal")]
    [InlineData("\"Principal\": \"*\", \"FunctionUrlAuthType\": \"AWS_IAM\"", "access/open-principal")]
    [InlineData("\"Principal\": \"apigateway.amazonaws.com\", \"SourceArn\": \"arn:aws:execute-api:us-east-1:123456789012:a/*\"", null)]
    [InlineData("\"Principal\": \"s3.amazonaws.com\", \"SourceAccount\": \"123456789012\"", null)]
    [InlineData("\"Principal\": \"alexa-appkit.amazon.com\", \"EventSourceToken\": \"skill\"", null)]
    [InlineData("\"Principal\": \"999999999999\"", null)]
    [InlineData("\"Principal\": \"s3.amazonaws.com\", \"SourceAccount\": \"123456789012\", \"PrincipalOrgID\": \"o-1\"", null)]
    [InlineData("\"Principal\": \"*\", \"FunctionUrlAuthType\": \"NONE\"", null)]
    [InlineData("\"Principal\": \"*\", \"InvokedViaFunctionUrl\": true", null)]
    [InlineData("\"Principal\": \"*\", \"PrincipalOrgID\": \"o-1\"", null)]
    public void A_functions_permission_names_who_calls(string principal, string? rule)
    {
        var found = Reviewed.By("access/", AccessResources.Resource("Permission", "AWS::Lambda::Permission", $"\"FunctionName\": \"f\", \"Action\": \"lambda:InvokeFunction\", {principal}"));

        found.Select(violation => violation.Split(' ')[0]).ShouldBe(rule is null ? [] : [rule]);
    }

    [Theory]
    [InlineData("\"Principal\": \"*\", \"Action\": \"events:PutEvents\"", "access/open-principal P: Principal, Statement: It lets everybody (*) do events:PutEvents.")]
    [InlineData("\"Principal\": \"*\", \"Action\": \"events:PutEvents\", \"Condition\": { \"Type\": \"StringEquals\", \"Key\": \"aws:PrincipalOrgID\", \"Value\": \"o-1\" }", null)]
    [InlineData("\"Principal\": \"999999999999\", \"Action\": \"events:PutEvents\"", null)]
    [InlineData("\"Statement\": { \"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"events:PutEvents\", \"Resource\": \"*\" }", "access/open-principal P: Statement, Statement: It lets everybody (*) do events:PutEvents.")]
    public void A_bus_lets_others_publish(string properties, string? violation) =>
        Reviewed.By("access/", AccessResources.Resource("P", "AWS::Events::EventBusPolicy", $"\"EventBusName\": \"b\", \"StatementId\": \"s\", {properties}"))
            .ShouldBe(violation is null ? [] : [violation]);

    [Fact]
    public void A_topic_and_a_bucket_are_looked_at_too()
    {
        var found = Reviewed.By("access/open", """
            "T": { "Type": "AWS::SNS::TopicPolicy", "Properties": { "Topics": ["arn:aws:sns:us-east-1:123456789012:T"], "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*" }] } } },
            "B": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": "b", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }] } } }
            """);

        found.Select(violation => violation.Split(':')[0]).ShouldBe(["access/open-principal T", "access/open-principal B"]);
    }
}
