namespace SensorWatch.Templates.Tests.Rules.Access;

public sealed class PolicyRuleTests
{
    private const string Table = "arn:aws:dynamodb:us-east-1:123456789012:table/T";

    [Theory]
    [InlineData("""{ "Sid": "S", "Effect": "Allow", "Action": "*", "Resource": "arn:aws:sqs:us-east-1:123456789012:Q" }""", "access/action-wildcard Role: Policies[0].PolicyDocument, the statement 'S': It allows *.")]
    [InlineData("""{ "Effect": "Allow", "Action": ["s3:*", "s3:GetObject"], "Resource": "arn:aws:s3:::bucket/*" }""", "access/action-wildcard Role: Policies[0].PolicyDocument, Statement[0]: It allows s3:*.")]
    [InlineData("""{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::bucket" }""", "access/action-wildcard Role: Policies[0].PolicyDocument, Statement[0]: It allows all but iam:*.")]
    [InlineData("""{ "Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:ListQueues"], "Resource": "*" }""", "access/resource-wildcard Role: Policies[0].PolicyDocument, Statement[0]: sqs:SendMessage is allowed on *.")]
    [InlineData("""{ "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "arn:aws:s3:::*" }""", "access/resource-wildcard Role: Policies[0].PolicyDocument, Statement[0]: s3:Get*, s3:PutObject are allowed on arn:aws:s3:::*.")]
    [InlineData("""{ "Effect": "Allow", "Action": "sqs:SendMessage", "NotResource": "arn:aws:sqs:us-east-1:123456789012:Q" }""", "access/resource-wildcard Role: Policies[0].PolicyDocument, Statement[0]: sqs:SendMessage is allowed on all but arn:aws:sqs:us-east-1:123456789012:Q.")]
    [InlineData("""{ "Effect": "Allow", "Action": "sqs:SendMesage", "Resource": "arn:aws:sqs:us-east-1:123456789012:Q" }""", "access/action-exists Role: Policies[0].PolicyDocument, Statement[0]: There is no action 'sqs:SendMesage'. Did you mean 'SendMessage'?")]
    [InlineData("""{ "Effect": "Deny", "Action": "sqs:Remove*Everything", "Resource": "*" }""", "access/action-exists Role: Policies[0].PolicyDocument, Statement[0]: There is no action 'sqs:Remove*Everything'.")]
    [InlineData("""{ "Effect": "Allow", "Action": "SendMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:Q" }""", "access/action-exists Role: Policies[0].PolicyDocument, Statement[0]: The action 'SendMessage' lacks its service: 'sqs:SendMessage', for example.")]
    [InlineData("""{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }""", "access/pass-role Role: Policies[0].PolicyDocument, Statement[0]: iam:PassRole is allowed on every role, so whoever has it can give a function of theirs any rights.")]
    [InlineData("""{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:Q", "Condition": { "StringSounds": { "a": "b" } } }""", "access/policy-grammar Role: Policies[0].PolicyDocument: Statement[0].Condition.StringSounds: there is no such condition operator")]
    [InlineData("""{ "Effect": "Allow", "Action": "sqs:SendMessage" }""", "access/policy-grammar Role: Policies[0].PolicyDocument: Statement[0]: Resource is missing.")]
    public void A_role_may_too_much_or_what_is_not_there(string statement, string violation) =>
        Reviewed.By("access/", AccessResources.Role(statement)).ShouldHaveSingleItem().ShouldStartWith(violation);

    // The CDK's grants have wildcards in names of actions, and its traces and metrics have no resources.
    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": ["dynamodb:BatchGetItem", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:Query", "dynamodb:GetItem", "dynamodb:Scan", "dynamodb:ConditionCheckItem", "dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable"], "Resource": ["arn:aws:dynamodb:us-east-1:123456789012:table/T", { "Ref": "AWS::NoValue" }] }""")]
    [InlineData("""{ "Effect": "Allow", "Action": ["s3:GetObject*", "s3:GetBucket*", "s3:List*", "s3:DeleteObject*", "s3:PutObject", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:PutObjectTagging", "s3:PutObjectVersionTagging", "s3:Abort*"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }""")]
    [InlineData("""{ "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": "arn:aws:sqs:us-east-1:123456789012:Q" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "cloudwatch:PutMetricData"], "Resource": "*" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"], "Resource": "arn:aws:kms:us-east-1:123456789012:key/1" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "orders" } } }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } } }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/R" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": ["newservice:DoAnything"], "Resource": "*" }""")]
    [InlineData("""{ "Effect": "Deny", "Action": "*", "Resource": "*" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "logs:CreateLogStream", "Resource": "arn:aws:logs:us-east-1:123456789012:*" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "SQS:sendmessage", "Resource": { "Fn::ImportValue": "another-teams-queue" } }""")]
    [InlineData("""{ "Effect": "Allow", "Action": { "Fn::ImportValue": "another-teams-action" }, "Resource": "arn:aws:s3:::b" }""")]
    public void These_statements_are_sound(string statement) => Reviewed.By("access/", AccessResources.Role(statement)).ShouldBeEmpty();

    [Fact]
    public void Without_a_narrowing_condition_a_wildcard_stays_one() =>
        Reviewed.By("access/", AccessResources.Role("""{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }"""))
            .ShouldHaveSingleItem().ShouldStartWith("access/resource-wildcard");

    [Fact]
    public void Policies_beside_a_role_are_looked_at_too()
    {
        var found = Reviewed.By("access/", $$"""
            "P": { "Type": "AWS::IAM::Policy", "Properties": { "PolicyName": "p", "Roles": ["r"], "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "dynamodb:*", "Resource": "{{Table}}" } } } },
            "M": { "Type": "AWS::IAM::ManagedPolicy", "Properties": { "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItm", "Resource": "{{Table}}" } } } }
            """);

        found.ShouldBe([
            "access/action-wildcard P: PolicyDocument, Statement: It allows dynamodb:*.",
            "access/action-exists M: PolicyDocument, Statement: There is no action 'dynamodb:GetItm'. Did you mean 'GetItem'?",
        ]);
    }

    [Fact]
    public void A_keys_policy_names_the_key_as_a_wildcard() => Reviewed.By("access/", """
        "K": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": { "Version": "2012-10-17", "Statement": [
          { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::123456789012:root" }, "Action": "kms:*", "Resource": "*" },
          { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*" }
        ] } } }
        """).ShouldBeEmpty();
}
