using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Tests.Resolution;

public class ResourceTypeTests
{
    private const string Account = "123456789012";

    [Theory]
    [InlineData("AWS::Events::EventBus", """{"Name": "b"}""", "b")]
    [InlineData("AWS::Events::Rule", """{"Name": "r"}""", "r")]
    [InlineData("AWS::Events::Rule", """{"Name": "r", "EventBusName": "b"}""", "b|r")]
    [InlineData("AWS::Lambda::Function", """{"FunctionName": "f"}""", "f")]
    [InlineData("AWS::Lambda::Alias", """{"FunctionName": "f", "Name": "live"}""", $"arn:aws:lambda:us-east-1:{Account}:function:f:live")]
    [InlineData("AWS::Lambda::Version", """{"FunctionName": "f"}""", $"arn:aws:lambda:us-east-1:{Account}:function:f:1")]
    [InlineData("AWS::IAM::Role", """{"RoleName": "r"}""", "r")]
    [InlineData("AWS::IAM::ManagedPolicy", """{"ManagedPolicyName": "p", "Path": "/team/"}""", $"arn:aws:iam::{Account}:policy/team/p")]
    [InlineData("AWS::DynamoDB::Table", """{"TableName": "t"}""", "t")]
    [InlineData("AWS::Logs::LogGroup", """{"LogGroupName": "/l"}""", "/l")]
    [InlineData("AWS::SNS::Topic", """{"TopicName": "t"}""", $"arn:aws:sns:us-east-1:{Account}:t")]
    [InlineData("AWS::S3::Bucket", """{"BucketName": "b"}""", "b")]
    [InlineData("AWS::CloudWatch::Alarm", """{"AlarmName": "a"}""", "a")]
    [InlineData("AWS::EventSchemas::Registry", """{"RegistryName": "r"}""", $"arn:aws:schemas:us-east-1:{Account}:registry/r")]
    [InlineData("AWS::EventSchemas::Schema", """{"RegistryName": "r", "SchemaName": "s"}""", $"arn:aws:schemas:us-east-1:{Account}:schema/r/s")]
    [InlineData("AWS::Scheduler::Schedule", """{"Name": "s"}""", "s")]
    [InlineData("Custom::Anything", "{}", "Dev-Test-R")]
    public void Ref_gives_what_the_type_documents(string type, string properties, string expected) =>
        Resolve(type, properties, """{"Ref": "R"}""").ShouldBe(expected);

    [Theory]
    [InlineData("AWS::Events::Rule", """{"Name": "r"}""", "Arn", $"arn:aws:events:us-east-1:{Account}:rule/r")]
    [InlineData("AWS::Events::Rule", """{"Name": "r", "EventBusName": "b"}""", "Arn", $"arn:aws:events:us-east-1:{Account}:rule/b/r")]
    [InlineData("AWS::Events::Rule", """{"Name": "r", "EventBusName": "arn:aws:events:us-east-1:1:event-bus/b"}""", "Arn", $"arn:aws:events:us-east-1:{Account}:rule/b/r")]
    [InlineData("AWS::Events::EventBus", """{"Name": "b"}""", "Name", "b")]
    [InlineData("AWS::Events::Archive", """{"ArchiveName": "a"}""", "Arn", $"arn:aws:events:us-east-1:{Account}:archive/a")]
    [InlineData("AWS::IAM::Role", """{"RoleName": "r"}""", "Arn", $"arn:aws:iam::{Account}:role/r")]
    [InlineData("AWS::DynamoDB::Table", """{"TableName": "t", "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}""", "StreamArn", $"arn:aws:dynamodb:us-east-1:{Account}:table/t/stream/2024-01-01T00:00:00.000")]
    [InlineData("AWS::Logs::LogGroup", """{"LogGroupName": "/l"}""", "Arn", $"arn:aws:logs:us-east-1:{Account}:log-group:/l:*")]
    [InlineData("AWS::S3::Bucket", """{"BucketName": "b"}""", "Arn", "arn:aws:s3:::b")]
    [InlineData("AWS::S3::Bucket", """{"BucketName": "b"}""", "RegionalDomainName", "b.s3.us-east-1.amazonaws.com")]
    [InlineData("AWS::SSM::Parameter", """{"Name": "/p", "Value": {"Ref": "AWS::Region"}}""", "Value", "us-east-1")]
    [InlineData("AWS::Scheduler::Schedule", """{"Name": "s"}""", "Arn", $"arn:aws:scheduler:us-east-1:{Account}:schedule/default/s")]
    [InlineData("AWS::Lambda::Url", """{"TargetFunctionArn": "arn:f"}""", "FunctionArn", "arn:f")]
    public void GetAtt_gives_what_the_type_documents(string type, string properties, string attribute, string expected) =>
        Resolve(type, properties, $$"""{"Fn::GetAtt": ["R", "{{attribute}}"]}""").ShouldBe(expected);

    [Fact]
    public void A_table_without_a_stream_has_no_StreamArn() =>
        Should.Throw<TemplateResolutionException>(() => Resolve("AWS::DynamoDB::Table", "{}", """{"Fn::GetAtt": ["R", "StreamArn"]}"""))
            .Message.ShouldContain("is not declared so that it has one");

    [Fact]
    public void GetAtt_on_an_unknown_type_is_an_error_and_its_presence_is_not() =>
        Should.Throw<TemplateResolutionException>(() => Resolve("Custom::Anything", "{}", """{"Fn::GetAtt": ["R", "Arn"]}"""))
            .Message.ShouldContain("'R.Arn', but Custom::Anything is not known to have it");

    [Theory]
    [InlineData("AWS::SQS::Queue", "{}", "QueueName", "Dev-Test-R")]
    [InlineData("AWS::SQS::Queue", """{"FifoQueue": true}""", "QueueName", "Dev-Test-R.fifo")]
    [InlineData("AWS::SQS::Queue", """{"FifoQueue": "true"}""", "QueueName", "Dev-Test-R.fifo")]
    [InlineData("AWS::SNS::Topic", """{"FifoTopic": true}""", "TopicName", "Dev-Test-R.fifo")]
    public void A_name_that_the_template_leaves_open_is_made_of_stack_and_logical_id(string type, string properties, string attribute, string expected) =>
        Resolve(type, properties, $$"""{"Fn::GetAtt": ["R", "{{attribute}}"]}""").ShouldBe(expected);

    [Theory]
    [InlineData("AWS::Lambda::Function", "{}", 64)]
    [InlineData("AWS::S3::Bucket", "{}", 63)]
    [InlineData("AWS::Events::Rule", "{}", 64)]
    public void A_derived_name_keeps_the_types_limit_and_stays_unique(string type, string properties, int limit)
    {
        var first = Name("Rule1");
        var second = Name("Rule2");

        first.Length.ShouldBeLessThanOrEqualTo(limit);
        first.ShouldNotBe(second);
        first.ShouldBe(Name("Rule1"));

        string Name(string end)
        {
            var logicalId = new string('x', 200) + end;
            return Stacks.Resolve($$"""{ "Resources": { "{{logicalId}}": { "Type": "{{type}}", "Properties": {{properties}} } } }""").Resources.Single().Name;
        }
    }

    [Fact]
    public void A_derived_FIFO_name_keeps_its_ending_within_the_limit()
    {
        var logicalId = new string('x', 200);

        var name = Stacks.Resolve($$"""{ "Resources": { "{{logicalId}}": { "Type": "AWS::SQS::Queue", "Properties": {"FifoQueue": true} } } }""")
            .Resources.Single().Name;

        name.Length.ShouldBe(80);
        name.ShouldEndWith(".fifo");
    }

    [Fact]
    public void A_derived_bucket_name_has_no_capitals() =>
        Resolve("AWS::S3::Bucket", "{}", """{"Ref": "R"}""").ShouldMatch("^dev-test-r-[a-z0-9]{8}$");

    [Fact]
    public void Ids_are_the_same_in_every_deployment_and_differ_between_resources()
    {
        const string Template = """{ "Resources": { "A": { "Type": "AWS::ApiGatewayV2::Api" }, "B": { "Type": "AWS::ApiGatewayV2::Api" } } }""";

        var ids = Stacks.Resolve(Template).Resources.Select(resource => resource.PhysicalId).ToList();

        ids[0].ShouldNotBe(ids[1]);
        Stacks.Resolve(Template).Resources.Select(resource => resource.PhysicalId).ShouldBe(ids);
    }

    private static string Resolve(string type, string properties, string value) => Stacks
        .Resolve(Stacks.WithValue(value, $$""" "R": { "Type": "{{type}}", "Properties": {{properties}} }, """))
        .Resources.Single(resource => resource.LogicalId == "Thing").Properties["Value"]!.GetValue<string>();
}
