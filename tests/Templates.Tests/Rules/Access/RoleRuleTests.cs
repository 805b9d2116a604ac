namespace SensorWatch.Templates.Tests.Rules.Access;

public sealed class RoleRuleTests
{
    private const string Poll = """{ "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } }""";

    [Theory]
    [InlineData("AdministratorAccess")]
    [InlineData("AmazonDynamoDBFullAccess")]
    [InlineData("AWSLambda_FullAccess")]
    [InlineData("job-function/SystemAdministrator")]
    public void A_role_has_a_wide_policy_of_AWS(string policy) => Reviewed.By("access/", Managed(policy)).ShouldBe([$"access/wide-managed-policy Role: It has AWS's policy {policy.Split('/')[^1]}."]);

    [Theory]
    [InlineData("service-role/AWSLambdaBasicExecutionRole")]
    [InlineData("service-role/AmazonAPIGatewayPushToCloudWatchLogs")]
    [InlineData("AmazonDynamoDBReadOnlyAccess")]
    public void A_narrow_policy_of_AWS_is_sound(string policy) => Reviewed.By("access/", Managed(policy)).ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" }""", "It lets everybody (*) become the role.")]
    [InlineData("""{ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" }""", "It lets everybody (*) become the role.")]
    [InlineData("""{ "Effect": "Allow", "NotPrincipal": { "AWS": "123456789012" }, "Action": "sts:AssumeRole" }""", "It lets everybody but some become the role.")]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity" }""", "It lets everybody whom cognito-identity.amazonaws.com knows become the role.")]
    public void Anybody_may_become_a_role(string statement, string fault) =>
        Reviewed.By("access/", AccessResources.Trusting(statement)).ShouldBe([$"access/role-trust Role: AssumeRolePolicyDocument, Statement[0]: {fault}"]);

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }""")]
    [InlineData("""{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::999999999999:root" }, "Action": "sts:AssumeRole" }""")]
    [InlineData("""{ "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-1" } } }""")]
    [InlineData("""{ "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:a/b:*" } } }""")]
    public void Somebody_may_become_a_role(string statement) => Reviewed.By("access/", AccessResources.Trusting(statement)).ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"], "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } }""", "sqs:DeleteMessage on arn:aws:sqs:us-east-1:123456789012:Dev-Test-Queue")]
    [InlineData("""{ "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": "arn:aws:sqs:us-east-1:123456789012:Other" }""", "sqs:ReceiveMessage on arn:aws:sqs:us-east-1:123456789012:Dev-Test-Queue, sqs:DeleteMessage")]
    public void Lambda_may_not_read_the_queue(string statement, string missing) =>
        Reviewed.By("access/mapping", Consumer(AccessResources.Role(statement)))
            .ShouldHaveSingleItem().ShouldStartWith($"access/mapping-grants Mapping: The role of Dev/Test/Function does not allow {missing}");

    [Fact]
    public void Lambda_may_not_report_what_it_gave_up() =>
        Reviewed.By("access/mapping", Consumer(AccessResources.Role(Poll), """, "DestinationConfig": { "OnFailure": { "Destination": "arn:aws:sqs:us-east-1:123456789012:Failures" } }"""))
            .ShouldHaveSingleItem().ShouldEndWith("does not allow sqs:SendMessage on arn:aws:sqs:us-east-1:123456789012:Failures.");

    [Theory]
    [InlineData(Poll, "")]
    [InlineData("""{ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }""", "")]
    [InlineData("""{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }""", "service-role/AWSLambdaSQSQueueExecutionRole")]
    [InlineData("""{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }""", "AmazonSQSFullAccess")]
    public void Lambda_may_read_the_queue_or_nobody_can_tell(string statement, string managed) =>
        Reviewed.By("access/mapping", Consumer(AccessResources.Role(statement).Replace("\"Policies\"", $"{ManagedArns(managed)} \"Policies\"", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Of_a_role_elsewhere_nothing_is_said() =>
        Reviewed.By("access/mapping", Consumer(AccessResources.Resource("Other", "AWS::SQS::Queue", "")).Replace("""{ "Fn::GetAtt": ["Role", "Arn"] }""", "\"arn:aws:iam::123456789012:role/theirs\"", StringComparison.Ordinal)).ShouldBeEmpty();

    private static string ManagedArns(string policy) => policy.Length == 0 ? "" : $"\"ManagedPolicyArns\": [\"arn:aws:iam::aws:policy/{policy}\"],";

    private static string Managed(string policy) => AccessResources.Trusting("""{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }""")
        .Replace("\"AssumeRole", $$"""
            "ManagedPolicyArns": [{ "Fn::Join": ["", ["arn:", { "Ref": "AWS::Partition" }, ":iam::aws:policy/{{policy}}"]] }], "AssumeRole
            """, StringComparison.Ordinal);

    private static string Consumer(string others, string mapping = "") => $$"""
        {{others}},
        "Queue": { "Type": "AWS::SQS::Queue" },
        "Function": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "h", "Runtime": "nodejs22.x", "Role": { "Fn::GetAtt": ["Role", "Arn"] } } },
        "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Queue", "Arn"] }, "FunctionName": { "Ref": "Function" } {{mapping}} } }
        """;
}
