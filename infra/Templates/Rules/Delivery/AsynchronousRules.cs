using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Delivery;

/// <summary>What becomes of an invocation that nobody waits for, when it fails.</summary>
internal static class AsynchronousRules
{
    private static readonly DesignRule Failures = new()
    {
        Id = "delivery/asynchronous-failures",
        Sentence = "A function that a rule, topic, bucket or schedule invokes has a failure destination or dead-letter queue.",
        Mend = "Give it an AWS::Lambda::EventInvokeConfig with DestinationConfig.OnFailure, or a DeadLetterConfig.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
        Check = context => from function in context.Deployment.OfType(FunctionResource.Type)
                           let invoker = Invokers(context).FirstOrDefault(invoker => invoker.Function == function).Invoker
                           where invoker is not null && !KeepsFailures(context, function)
                           select new Finding(function, $"{invoker.Path} invokes it and doesn't wait: an event that it fails on three times is lost."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Failures];

    private static IEnumerable<(Resource Invoker, Resource? Function)> Invokers(DesignContext context) =>
    [
        .. DeliveryTarget.Of(context.Deployment).Select(target => (target.Owner, context.Deployment.FunctionOf(target.Arn))),
        .. ServiceCall.Of(context.Deployment).Where(call => call.Kind == CallKind.Delivery).Select(call => (call.Sender, context.Deployment.FunctionOf(call.ReceiverArn))),
    ];

    /// <summary>Also when the configuration is for a version or alias, or for a function that isn't known.</summary>
    private static bool KeepsFailures(DesignContext context, Resource function) =>
        function.Properties.ContainsKey("DeadLetterConfig")
        || context.Deployment.OfType(EventInvokeConfigResource.Type).Any(config =>
            AsynchronousFailures.DestinationOf(config) is not null
            && (config.Text("FunctionName") is { } name && (name.IsUnresolved() || context.Deployment.FunctionOf(name) == function)));
}
