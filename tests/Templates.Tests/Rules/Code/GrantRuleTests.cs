namespace SensorWatch.Templates.Tests.Rules.Code;

public sealed class GrantRuleTests
{
    private const string Table = "arn:aws:dynamodb:us-east-1:123456789012:table/Dev-Test-Table";
    private const string Harmless = """{ "Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:f:*" }""";

    [Fact]
    public void A_right_on_a_table_is_missing() => new CodeSystem { Write = Harmless }.Review()
        .ShouldBe([$"code/grants-missing Function: Store needs dynamodb:PutItem on {Table}, which its role does not allow."]);

    [Fact]
    public void A_right_on_an_index_is_missing() =>
        new CodeSystem { Read = """{ "Effect": "Allow", "Action": "dynamodb:Query", "Resource": { "Fn::GetAtt": ["Table", "Arn"] } }""" }.Review()
            .ShouldContain($"code/grants-missing Function: Store needs dynamodb:Query on {Table}/index/byTime, which its role does not allow.");

    [Theory]
    [InlineData("events:detail-type", "OrderStored", "OrderSold")]
    [InlineData("events:source", "shop.orders", "shop.sales")]
    public void Another_event_may_be_published_than_the_handler_does(string key, string needed, string granted)
    {
        var system = new CodeSystem();

        var found = (system with { Publish = system.Publish.Replace(needed, granted, StringComparison.Ordinal) }).Review();

        found.Count.ShouldBe(2);
        found[0].ShouldBe("code/grants-missing Function: Store needs events:PutEvents of shop.orders 'OrderStored' on arn:aws:events:us-east-1:123456789012:event-bus/orders, which its role does not allow.");
        found[1].ShouldBe($"code/grants-unneeded Role: Policies[0].PolicyDocument, the statement 'Publish': events:PutEvents of {key["events:".Length..]} '{granted}' is allowed, but Store doesn't need it.");
    }

    [Fact]
    public void Any_event_may_be_published() =>
        new CodeSystem { Publish = """{ "Effect": "Allow", "Action": "events:PutEvents", "Resource": { "Fn::GetAtt": ["Bus", "Arn"] } }""" }.Review()
            .ShouldHaveSingleItem().ShouldContain("events:PutEvents of any source, events:PutEvents of any detail-type is allowed, but Store doesn't need it.");

    [Theory]
    [InlineData("""{ "Sid": "More", "Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:DeleteItem"], "Resource": { "Fn::GetAtt": ["Table", "Arn"] } }""", "dynamodb:DeleteItem")]
    [InlineData("""{ "Sid": "More", "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": [{ "Fn::GetAtt": ["Table", "Arn"] }, "arn:aws:dynamodb:us-east-1:123456789012:table/Other"] }""", "dynamodb:PutItem on arn:aws:dynamodb:us-east-1:123456789012:table/Other")]
    [InlineData("""{ "Sid": "More", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*" }""", "s3:Get*")]
    public void More_is_allowed_than_is_needed(string statement, string what) => new CodeSystem { MoreStatements = $", {statement}" }.Review()
        .ShouldBe([$"code/grants-unneeded Role: Policies[0].PolicyDocument, the statement 'More': {what} is allowed, but Store doesn't need it."]);

    [Fact]
    public void A_policy_beside_the_role_is_looked_at_too() => new CodeSystem
    {
        MoreResources = """, "P": { "Type": "AWS::IAM::Policy", "Properties": { "PolicyName": "p", "Roles": [{ "Ref": "Role" }], "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": { "Fn::GetAtt": ["Queue", "Arn"] } }] } } }""",
    }.Review().ShouldBe(["code/grants-unneeded P: PolicyDocument, Statement[0]: sqs:SendMessage is allowed, but Store doesn't need it."]);

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "Resource": "*" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:us-east-1:123456789012:key/k" }""")]
    [InlineData("""{ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "dynamodb:Put*", "Resource": { "Fn::GetAtt": ["Table", "Arn"] } }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": { "Fn::ImportValue": "another-teams-table" } }""")]
    public void What_is_not_the_handlers_own_is_let_be(string statement) => new CodeSystem { MoreStatements = $", {statement}" }.Review().ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": { "Fn::GetAtt": ["Table", "Arn"] }, "Condition": { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "done#*" } } }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": { "Fn::ImportValue": "another-teams-table" } }""")]
    [InlineData("""{ "Effect": "Allow", "Action": "dynamodb:P*Item", "Resource": "arn:aws:dynamodb:*:*:table/Dev-Test-*" }""")]
    public void A_right_that_may_be_there_is_not_missed(string statement) => new CodeSystem { Write = statement }.Review().ShouldBeEmpty();

    [Fact]
    public void Rights_on_a_resource_that_is_not_of_the_deployment_are_not_missed() => new CodeSystem
    {
        Variables = """ "TABLE": "another-teams-table", "BUS": { "Ref": "Bus" } """,
        Write = Harmless,
        Read = Harmless,
    }.Review().ShouldBeEmpty();

    [Fact]
    public void A_destination_of_asynchronous_invocations_is_needed() => new CodeSystem
    {
        Function = """ "Runtime": "provided.al2023", "DeadLetterConfig": { "TargetArn": "arn:aws:sqs:us-east-1:123456789012:Dead" } """,
        MoreStatements = """, { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:Dead" }""",
    }.Review().ShouldBeEmpty();

    [Fact]
    public void What_events_name_may_be_any_resource()
    {
        var system = new CodeSystem();
        var store = system.Handlers[0] with { Needs = [.. system.Handlers[0].Needs, new() { Actions = ["s3:GetObject"] }] };

        (system with { Handlers = [store] }).Review()
            .ShouldBe(["code/grants-missing Function: Store needs s3:GetObject on what its events name, which its role does not allow."]);
        (system with { Handlers = [store], MoreStatements = """, { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/*" }""" }).Review().ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_role_that_another_function_has_too_nothing_is_too_much() => new CodeSystem
    {
        MoreStatements = """, { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::uploads/*" }""",
        MoreResources = """, "Other": { "Type": "AWS::Lambda::Function", "Properties": { "Handler": "index.handler", "Runtime": "nodejs22.x", "Role": { "Fn::GetAtt": ["Role", "Arn"] }, "Code": { "ZipFile": "" } } }""",
    }.Review().ShouldBeEmpty();
}
