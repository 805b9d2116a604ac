using SensorWatch.Templates.Access;

namespace SensorWatch.Templates.Tests.Access;

public sealed class IamActionsTests
{
    [Theory]
    [InlineData("sqs:SendMessage", true)]
    [InlineData("SQS:sendmessage", true)]
    [InlineData("sqs:*Message", true)]
    [InlineData("sqs:SendMessages", false)]
    [InlineData("nothing:SendMessage", false)]
    public void A_pattern_takes_actions_that_are_there(string pattern, bool some) => IamActions.Matching(pattern).Any().ShouldBe(some);

    [Theory]
    [InlineData("xray:PutTraceSegments", false)]
    [InlineData("cloudwatch:PutMetricData", false)]
    [InlineData("sqs:ListQueues", false)]
    [InlineData("sqs:SendMessage", true)]
    [InlineData("dynamodb:GetItem", true)]
    [InlineData("events:PutEvents", true)]
    [InlineData("lambda:InvokeFunction", true)]
    [InlineData("iam:PassRole", true)]
    public void Some_actions_have_no_resource(string action, bool has) => IamActions.HasResources(action).ShouldBe(has);

    [Theory]
    [InlineData("apigateway")]
    [InlineData("execute-api")]
    [InlineData("s3")]
    [InlineData("states")]
    public void These_services_are_known(string service)
    {
        IamActions.IsKnown(service).ShouldBeTrue();
        IamActions.OfService(service).ShouldNotBeEmpty();
    }
}
