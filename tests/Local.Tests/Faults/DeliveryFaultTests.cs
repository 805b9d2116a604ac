using SensorWatch.Local.Faults;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Tests.Access;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Local.Tests.Faults;

/// <summary>Faults on the edges from rules and schedules to their targets, and how these are named.</summary>
public sealed class DeliveryFaultTests
{
    private static readonly Deployment System = AccessFixture.Resolve("""
        {
          "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "jobs" } },
          "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": "news" } },
          "Group": { "Type": "AWS::Logs::LogGroup", "Properties": { "LogGroupName": "/aws/events/all" } },
          "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": { "FunctionName": "Work", "Runtime": "provided.al2023", "Handler": "Handle", "Role": "r", "Code": { "S3Bucket": "b", "S3Key": "k" } }
          },
          "Rule": {
            "Type": "AWS::Events::Rule",
            "Metadata": { "aws:cdk:path": "Shop/First/Orders/Resource" },
            "Properties": {
              "Name": "shop-orders", "EventPattern": { "source": ["shop"] },
              "Targets": [
                { "Id": "Q", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] } }, { "Id": "T", "Arn": { "Ref": "Topic" } },
                { "Id": "F", "Arn": { "Fn::GetAtt": ["Function", "Arn"] } }, { "Id": "L", "Arn": { "Fn::GetAtt": ["Group", "Arn"] } },
                { "Id": "B", "Arn": "arn:aws:events:eu-west-1:111122223333:event-bus/default" }
              ]
            }
          },
          "Other": {
            "Type": "AWS::Events::Rule",
            "Metadata": { "aws:cdk:path": "Shop/Second/Orders/Resource" },
            "Properties": { "Name": "other-orders", "EventPattern": { "source": ["other"] }, "Targets": [ { "Id": "Q", "Arn": { "Fn::GetAtt": ["Queue", "Arn"] } } ] }
          },
          "Nightly": {
            "Type": "AWS::Scheduler::Schedule",
            "Properties": {
              "Name": "nightly", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": { "Mode": "OFF" },
              "Target": { "Arn": { "Fn::GetAtt": ["Function", "Arn"] }, "RoleArn": "r" }
            }
          }
        }
        """);

    [Theory]
    [InlineData("shop-orders->jobs", "shop-orders", "jobs")]
    [InlineData("Rule->Queue", "shop-orders", "jobs")]
    [InlineData("First/Orders->jobs", "shop-orders", "jobs")]
    [InlineData("Second/Orders->jobs", "other-orders", "jobs")]
    [InlineData("Orders->news", "shop-orders", "news")]
    [InlineData("Rule->Handle", "shop-orders", "Work")]
    [InlineData("Rule->/aws/events/all", "shop-orders", "/aws/events/all:*")]
    [InlineData("Rule->default", "shop-orders", "event-bus/default")]
    [InlineData("nightly->Work", "nightly", "Work")]
    public void An_edge_goes_by_the_names_of_its_ends(string edge, string source, string target)
    {
        var fault = new FaultTargets(System).Find(Fault.Parse($"{edge}:error"));

        fault.Source!.ShouldEndWith(source);
        fault.Receiver!.ShouldEndWith(target);
        (fault.Function, fault.Service).ShouldBe((null, null));
    }

    [Theory]
    [InlineData("Orders->jobs:error", "'Orders->jobs' is more than one: Shop/First/Orders->Shop/Queue, Shop/Second/Orders->Shop/Queue. Name more of the construct paths.")]
    [InlineData("Other->news:error", "Other has no target 'news'. It has: jobs.")]
    [InlineData("Rules->jobs:error", "There is no queue, table with a stream, API, rule or schedule 'Rules'. There are: jobs, shop-orders, other-orders, nightly")]
    [InlineData("Rule->jobs:crash", "nothing runs between a rule or schedule and its target that could crash")]
    [InlineData("Rule->jobs:reorder", "EventBridge promises no order")]
    public void What_is_no_edge_or_cannot_be_struck_is_refused_with_what_there_is(string fault, string message) =>
        Should.Throw<LocalException>(() => Faults(fault)).Message.ShouldContain(message);

    [Fact]
    public void The_same_seed_strikes_the_same_deliveries_and_other_edges_are_left_alone()
    {
        var (first, again) = (Faults("Rule->jobs:error:0.3:seed=7"), Faults("Rule->jobs:error:0.3:seed=7"));

        var struck = Run(first);

        Run(again).ShouldBe(struck);
        struck.Count(failed => failed).ShouldBeInRange(30, 90);
        var rule = System.Rules[1];
        first.OnDelivery(rule.Arn, rule.Targets[0].Arn, isDelayed: false).ShouldBe(DeliveryFaults.None);
    }

    [Fact]
    public void A_delivery_that_was_held_back_is_not_held_back_again_and_counts_once_for_the_rest()
    {
        var faults = Faults("Rule->jobs:delay:ms=500", "Rule->jobs:throttle", "Rule->jobs:duplicate:0");
        var rule = System.Rules[0];

        var held = faults.OnDelivery(rule.Arn, rule.Targets[0].Arn, isDelayed: false);
        var after = faults.OnDelivery(rule.Arn, rule.Targets[0].Arn, isDelayed: true);

        held.ShouldBe(new(TimeSpan.FromMilliseconds(500), null, false));
        (after.Delay, after.Failure!.Kind, after.Twice).ShouldBe((TimeSpan.Zero, FaultKind.Throttle, false));
        faults.Active.ShouldAllBe(fault => fault.Count.Cases == 1);
    }

    private static FaultService Faults(params IEnumerable<string> faults) => new(System, [.. faults.Select(Fault.Parse)], TimeProvider.System);

    private static List<bool> Run(FaultService faults)
    {
        var rule = System.Rules[0];
        return [.. Enumerable.Range(0, 200).Select(_ => faults.OnDelivery(rule.Arn, rule.Targets[0].Arn, isDelayed: false).Failure is not null)];
    }
}
