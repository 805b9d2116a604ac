using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.SQS;
using SensorWatch.Infra.Constructs;
using SensorWatch.Infra.Tests.Synthesis;

namespace SensorWatch.Infra.Tests;

/// <summary>That they match what cdk-nag finds, <c>tests/Nag</c> checks; here is what they put into a template.</summary>
[Collection(SynthesisTests.Name)]
public sealed class NagAcknowledgementTests : IDisposable
{
    private readonly TemporaryFolder _output = new();
    private readonly App _app;
    private readonly Stack _stack;

    public NagAcknowledgementTests()
    {
        _app = new App(new AppProps { Outdir = _output.Path });
        _stack = new Stack(_app, "Stack");
    }

    [Fact]
    public void Each_acknowledgement_is_in_the_resources_metadata_with_its_reason()
    {
        var queue = new Queue(_stack, "Queue");
        queue.Acknowledge("AwsSolutions-SQS3", "It is one.");
        queue.Acknowledge("Serverless-SQSRedrivePolicy", "It needs none.");

        Rules("AWS::SQS::Queue").Select(rule => ((string?)rule["id"], (string?)rule["reason"]))
            .ShouldBe([("AwsSolutions-SQS3", "It is one."), ("Serverless-SQSRedrivePolicy", "It needs none.")]);
    }

    [Fact]
    public void An_id_may_hold_an_ARN_that_is_known_at_deployment()
    {
        var queue = new CfnQueue(_stack, "Queue", new CfnQueueProps());
        var role = new Role(_stack, "Role", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com") });
        role.Acknowledge($"AwsSolutions-IAM5[Resource::{queue.AttrArn}/*]", "Any of them.");

        Rules("AWS::IAM::Role").Single()["id"]!.ToJsonString()
            .ShouldBe("""{"Fn::Join":["",["AwsSolutions-IAM5[Resource::",{"Fn::GetAtt":["Queue","Arn"]},"/*]"]]}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_acknowledgement_without_a_reason_is_refused(string reason) =>
        Should.Throw<ArgumentException>(() => new Queue(_stack, "Queue").Acknowledge("AwsSolutions-SQS3", reason)).ParamName.ShouldBe("reason");

    [Fact]
    public void What_is_no_resource_can_not_be_acknowledged() =>
        Should.Throw<ArgumentException>(() => _stack.Acknowledge("AwsSolutions-SQS3", "All queues."))
            .Message.ShouldStartWith("Stack is no resource. Acknowledge AwsSolutions-SQS3 on the resource that it is about.");

    public void Dispose() => _output.Dispose();

    private IEnumerable<JsonNode> Rules(string type)
    {
        _app.Synth();
        return SynthesizedSystem.StacksOf(_output.Path).Single().OfType(type).Single()
            .Json["Metadata"]!["cdk_nag"]!["rules_to_suppress"]!.AsArray().Select(rule => rule!);
    }
}
