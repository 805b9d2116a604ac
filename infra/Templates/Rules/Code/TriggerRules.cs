namespace SensorWatch.Templates.Rules.Code;

/// <summary>Whether what invokes a function hands over what its handler takes, and listens to its answer.</summary>
internal static class TriggerRules
{
    private const string BatchPage = "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html";

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["Queue"] = "messages of a queue",
        ["Stream"] = "records of a table's stream",
        ["HttpRequest"] = "requests of an HTTP API",
        ["HttpAuthorizer"] = "an HTTP API's questions whether to let a request in",
    };

    private static readonly DesignRule Event = new()
    {
        Id = "code/event-fits",
        Sentence = "What invokes a function hands over what its handler takes.",
        Mend = "Connect it to the handler that is meant.",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html",
        Check = context => from trigger in Described(context)
                           where Kinds.ContainsKey(trigger.Handler.Event) && trigger.Handler.Event != trigger.Trigger.Kind
                           select new Finding(
                               trigger.Trigger.Resource,
                               $"It hands {trigger.Trigger.What} to {trigger.Handler.Name}, which takes {Kinds[trigger.Handler.Event]}."),
    };

    private static readonly DesignRule Heard = new()
    {
        Id = "code/batch-failures-heard",
        Sentence = "When a handler names the items of a batch that failed, its mapping asks for them.",
        Mend = "Set FunctionResponseTypes to [ReportBatchItemFailures].",
        Source = BatchPage,
        Check = context => from trigger in Described(context)
                           where trigger is { Handler.ReportsBatchItemFailures: true, Trigger.Mapping.ReportBatchItemFailures: false }
                           select new Finding(
                               trigger.Trigger.Resource,
                               $"{trigger.Handler.Name} names the items that failed, but Lambda is not told to look: it takes them for done, and they are lost."),
    };

    private static readonly DesignRule Told = new()
    {
        Id = "code/batch-failures-told",
        Sentence = "When a mapping asks for the items of a batch that failed, its handler names them.",
        Mend = "Answer with batchItemFailures, or take ReportBatchItemFailures out, so that an error fails the batch.",
        Source = BatchPage,
        Check = context => from trigger in Described(context)
                           where trigger.Handler.Event == trigger.Trigger.Kind
                           where trigger is { Handler.ReportsBatchItemFailures: false, Trigger.Mapping.ReportBatchItemFailures: true }
                           select new Finding(trigger.Trigger.Resource, $"It asks for the items that failed, and the answer of {trigger.Handler.Name} never names any."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Event, Heard, Told];

    private static IEnumerable<(FunctionTrigger Trigger, Packages.PackageHandler Handler)> Described(DesignContext context) =>
        from trigger in FunctionTriggers.Of(context.Deployment)
        let handler = context.Packages.Find(trigger.Function)?.Handler
        where handler is not null
        select (trigger, handler);
}
