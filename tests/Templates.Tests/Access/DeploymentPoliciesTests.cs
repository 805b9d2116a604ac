using SensorWatch.Templates.Access;

namespace SensorWatch.Templates.Tests.Access;

public sealed class DeploymentPoliciesTests
{
    private const string Template = """
        {
          "Resources": {
            "Queue": { "Type": "AWS::SQS::Queue" },
            "Bucket": { "Type": "AWS::S3::Bucket", "Properties": { "BucketName": "files" } },
            "Bus": { "Type": "AWS::Events::EventBus", "Properties": { "Name": "orders" } },
            "Function": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "h", "Runtime": "provided.al2023", "Role": { "Fn::GetAtt": ["Role", "Arn"] } } },
            "Role": {
              "Type": "AWS::IAM::Role",
              "Properties": {
                "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "lambda.amazonaws.com" } } },
                "ManagedPolicyArns": [
                  { "Fn::Join": ["", ["arn:", { "Ref": "AWS::Partition" }, ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]] },
                  { "Ref": "Managed" }
                ],
                "Policies": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } } } }]
              }
            },
            "Policy": {
              "Type": "AWS::IAM::Policy",
              "Properties": {
                "PolicyName": "q", "Roles": [{ "Ref": "Role" }],
                "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": { "Fn::Sub": "${Bucket.Arn}/*" } }] }
              }
            },
            "Managed": {
              "Type": "AWS::IAM::ManagedPolicy",
              "Properties": { "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "events:PutEvents", "Resource": { "Fn::GetAtt": ["Bus", "Arn"] } }] } }
            },
            "QueuePolicy": {
              "Type": "AWS::SQS::QueuePolicy",
              "Properties": {
                "Queues": [{ "Ref": "Queue" }],
                "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } }] }
              }
            },
            "BucketPolicy": {
              "Type": "AWS::S3::BucketPolicy",
              "Properties": {
                "Bucket": { "Ref": "Bucket" },
                "PolicyDocument": { "Statement": [{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }] }
              }
            },
            "BusPolicy": {
              "Type": "AWS::Events::EventBusPolicy",
              "Properties": { "EventBusName": { "Ref": "Bus" }, "StatementId": "s", "Principal": "999999999999", "Action": "events:PutEvents" }
            },
            "Permission": {
              "Type": "AWS::Lambda::Permission",
              "Properties": { "FunctionName": { "Ref": "Function" }, "Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com", "SourceArn": "arn:aws:execute-api:us-east-1:123456789012:api/*" }
            }
          }
        }
        """;

    private const string Role = "arn:aws:iam::123456789012:role/Dev-Test-Role";

    private readonly DeploymentPolicies _policies = DeploymentPolicies.Of(Stacks.Resolve(Template));

    [Theory]
    [InlineData("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:Dev-Test-Queue", true)]
    [InlineData("sqs:ReceiveMessage", "arn:aws:sqs:us-east-1:123456789012:Dev-Test-Queue", false)]
    [InlineData("s3:GetObject", "arn:aws:s3:::files/file", true)]
    [InlineData("events:PutEvents", "arn:aws:events:us-east-1:123456789012:event-bus/orders", true)]
    [InlineData("logs:PutLogEvents", "arn:aws:logs:us-east-1:123456789012:log-group:any:*", true)]
    public void A_role_has_its_own_attached_and_managed_policies(string action, string resource, bool allowed) =>
        _policies.Evaluate(new(Caller.Of(Role), action, resource)).IsAllowed.ShouldBe(allowed);

    [Fact]
    public void A_buckets_policy_holds_for_its_objects()
    {
        var request = new AccessRequest(Caller.Of(Role), "s3:GetObject", "arn:aws:s3:::files/file") { Context = AccessContext.Empty.With("aws:SecureTransport", "false") };

        _policies.Evaluate(request).Outcome.ShouldBe(AccessOutcome.ExplicitlyDenied);
    }

    [Theory]
    [InlineData("events.amazonaws.com", "sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:Dev-Test-Queue", true)]
    [InlineData("sns.amazonaws.com", "sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:Dev-Test-Queue", false)]
    public void A_service_is_let_in_by_the_queues_policy(string service, string action, string resource, bool allowed) =>
        _policies.Evaluate(new(Caller.OfService(service), action, resource)).IsAllowed.ShouldBe(allowed);

    [Theory]
    [InlineData("arn:aws:execute-api:us-east-1:123456789012:api/x", true)]
    [InlineData("arn:aws:execute-api:us-east-1:123456789012:other/x", false)]
    public void A_functions_permission_is_a_statement(string source, bool allowed) => _policies.Evaluate(
        new(Caller.OfService("apigateway.amazonaws.com"), "lambda:InvokeFunction", "arn:aws:lambda:us-east-1:123456789012:function:Dev-Test-Function")
        {
            Context = AccessContext.Empty.With("aws:SourceArn", source),
        }).IsAllowed.ShouldBe(allowed);

    [Fact]
    public void All_of_a_roles_rights_are_known_when_each_policy_is()
    {
        _policies.OfRole(Role).IsComplete.ShouldBeTrue();
        _policies.OfRole("arn:aws:iam::123456789012:role/Elsewhere").IsComplete.ShouldBeFalse();
        DeploymentPolicies.Of(Stacks.Resolve(Template.Replace("AWSLambdaBasicExecutionRole", "SomethingElse", StringComparison.Ordinal)))
            .OfRole(Role).Unknown.ShouldBe(["arn:aws:iam::aws:policy/service-role/SomethingElse"]);
    }

    [Fact]
    public void A_policy_that_can_not_be_read_says_why()
    {
        var policies = DeploymentPolicies.Of(Stacks.Resolve("""
            {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": {"Effect": "Allow"}}}]}}}}
            """));

        policies.All.ShouldHaveSingleItem().Fault.ShouldBe("Statement.Action: it is required, but missing.");
        policies.All[0].Property.ShouldBe("Policies[0].PolicyDocument");
    }
}
