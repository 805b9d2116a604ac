using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Tests.Resolution;

public class DeploymentTests
{
    [Fact]
    public void Resources_stand_in_the_templates_order() =>
        Dev().Resources.Take(4).Select(resource => resource.LogicalId).ShouldBe(["BusEA82", "Orders", "Dlq", "Inbox"]);

    [Fact]
    public void A_resource_is_called_by_its_construct_path_from_metadata_or_manifest_or_else_by_stack_and_logical_id()
    {
        Resource("Placed").Path.ShouldBe("Dev/Services/Placed/Resource");
        Resource("StoreF0A1").Path.ShouldBe("Dev/Services/Store/Resource");
        Resource("Inbox").Path.ShouldBe("Dev/Services/Inbox");
    }

    [Fact]
    public void Imports_lead_to_the_other_stacks_values_whatever_the_order_of_stacks()
    {
        var backwards = Deployment.Resolve(Fixtures.App().StacksIn("Dev").Reverse());

        backwards.Functions.Single().Environment["TABLE"].ShouldBe("Dev-State-Orders");
        backwards.Rules.Single().EventBusName.ShouldBe("DevStateBus");
    }

    [Fact]
    public void Outputs_and_exports_are_resolved_and_conditional_ones_left_out()
    {
        var deployment = Dev();

        deployment.Outputs.Select(output => output.LogicalId).ShouldBe(["ExportBus", "ExportTable", "ExportStream", "Url"]);
        deployment.Exports["Dev-State:Table"].ShouldBe("Dev-State-Orders");
        deployment.Outputs.Single(output => output.LogicalId == "Url").Value.ShouldMatch(@"^https://[a-z][a-z0-9]{9}\.execute-api\.us-east-1\.amazonaws\.com$");
    }

    [Fact]
    public void Two_stacks_that_import_from_each_other_are_resolved_as_far_as_no_value_needs_itself()
    {
        var a = Stacks.Stack(Exporting("A", """{"Fn::ImportValue": "B"}"""), "A", "A");
        var b = Stacks.Stack(Exporting("B", """{"Fn::ImportValue": "A"}"""), "B", "B");

        Should.Throw<TemplateResolutionException>(() => Deployment.Resolve([a, b]))
            .Message.ShouldContain("A output Out -> B output Out -> A output Out");
    }

    [Fact]
    public void The_same_export_name_twice_is_an_error() =>
        Should.Throw<TemplateResolutionException>(() => Deployment.Resolve(
            [Stacks.Stack(Exporting("X", "1"), "A"), Stacks.Stack(Exporting("X", "2"), "B")])).Message.ShouldContain("'X' is exported already, by A Out");

    [Fact]
    public void Resources_that_need_each_other_are_an_error_as_in_CloudFormation() =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Resolve("""
            { "Resources": {
                "A": { "Type": "AWS::SQS::Queue", "Properties": { "RedrivePolicy": { "deadLetterTargetArn": {"Fn::GetAtt": ["B", "Arn"]} } } },
                "B": { "Type": "AWS::SQS::Queue", "DependsOn": ["C"] },
                "C": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [{"Key": "k", "Value": {"Ref": "A"}}] } }
            } }
            """)).Message.ShouldContain("A -> B -> C -> A");

    [Fact]
    public void A_name_that_needs_itself_is_an_error() =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Resolve("""
            { "Resources": {
                "A": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": {"Fn::Sub": "${B.QueueName}-a"} } },
                "B": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": {"Fn::Sub": "${A.QueueName}-b"} } }
            } }
            """)).Message.ShouldContain("the value depends on itself");

    [Fact]
    public void A_dependency_on_nothing_is_an_error() =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Resolve(
            """{ "Resources": { "A": { "Type": "AWS::SQS::Queue", "DependsOn": "Nothing" } } }""")).Message.ShouldContain("no resource 'Nothing'");

    [Fact]
    public void Nested_stacks_are_refused() =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Resolve(
            """{ "Resources": { "N": { "Type": "AWS::CloudFormation::Stack" } } }""")).Message.ShouldContain("nested stacks are not supported");

    [Theory]
    [InlineData("""{ "Resources": [] }""", "Resources: an object is expected")]
    [InlineData("""{ "Resources": { "A": 5 } }""", "Resources.A: an object is expected")]
    [InlineData("""{ "Resources": { "A": {} } }""", "Resources.A: a Type is expected")]
    [InlineData("""{ "Resources": { "A": { "Type": "T", "Properties": [] } } }""", "Dev/Test/A (T) Properties: an object is expected")]
    [InlineData("""{ "Resources": { "A": { "Type": "T", "Properties": {"Ref": "AWS::NoValue"} } } }""", "Dev/Test/A (T) Properties: an object is expected")]
    [InlineData("""{ "Outputs": { "O": 5 } }""", "Outputs.O: an object is expected")]
    [InlineData("""{ "Outputs": { "O": { "Value": {"Ref": "X"} } } }""", "Outputs.O.Value.Ref: Ref names 'X'")]
    public void A_malformed_template_is_an_error_at_its_place(string template, string fault) =>
        Should.Throw<TemplateResolutionException>(() => Stacks.Resolve(template)).Message.ShouldContain(fault);

    [Fact]
    public void An_account_and_region_that_the_app_fixed_win_over_the_settings()
    {
        var resources = Deployment.Resolve(Fixtures.App().StacksIn("Prod"), new() { Account = "999999999999", Region = "us-west-2" }).Resources;

        resources.Select(resource => resource.Attributes.First(attribute => attribute.Key.EndsWith("Arn", StringComparison.Ordinal)).Value)
            .ShouldBe(["arn:aws:sns:eu-central-1:111122223333:Shared-Alerts", "arn:aws:sqs:eu-west-1:999999999999:Prod-State-Orders"]);
    }

    [Fact]
    public void An_override_reaches_everything_that_refers_to_the_resource()
    {
        var seen = new List<string>();
        var deployment = Deployment.Resolve(Fixtures.App().StacksIn("Dev"), new()
        {
            Override = (resource, attribute) =>
            {
                seen.Add($"{resource.Path} {attribute}");
                return (resource.Type, attribute) switch
                {
                    (QueueResource.Type, "Ref") => $"http://127.0.0.1:4566/{resource.Account}/{resource.Name}",
                    (HttpApiResource.Type, "ApiEndpoint") => "http://127.0.0.1:4566",
                    _ => null,
                };
            },
        });

        var inbox = deployment.Queues.Single(queue => queue.Name == "Dev-Services-Inbox");
        inbox.Url.ShouldBe("http://127.0.0.1:4566/123456789012/Dev-Services-Inbox");
        inbox.Arn.ShouldBe("arn:aws:sqs:us-east-1:123456789012:Dev-Services-Inbox");
        deployment.Functions.Single().Environment["QUEUE"].ShouldBe(inbox.Url);
        deployment.QueuePolicies.Single().QueueUrls.ShouldBe([inbox.Url]);
        deployment.Outputs.Single(output => output.LogicalId == "Url").Value.ShouldBe("http://127.0.0.1:4566");
        seen.ShouldContain("Dev/Services/Store/Resource Arn");
    }

    private static string Exporting(string export, string value) =>
        $$"""{ "Outputs": { "Out": { "Value": {{value}}, "Export": { "Name": "{{export}}" } } } }""";

    private static Deployment Dev() => Deployment.Resolve(Fixtures.App().StacksIn("Dev"));

    private static Resource Resource(string logicalId) => Dev().Resources.Single(resource => resource.LogicalId == logicalId);
}
