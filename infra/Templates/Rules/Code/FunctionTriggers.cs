using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>Something that invokes a function.</summary>
/// <param name="Resource">The mapping, route or whatever it is.</param>
/// <param name="Function">The function.</param>
/// <param name="Kind">What it hands over, by the manifest's names for events; another text for events that no such name is for.</param>
/// <param name="What">For messages: <c>messages of a queue</c>.</param>
internal sealed record FunctionTrigger(Resource Resource, FunctionResource Function, string Kind, string What)
{
    /// <summary>The mapping, when it is one.</summary>
    public EventSourceMappingResource? Mapping { get; init; }
}

/// <summary>What invokes the functions of a deployment.</summary>
internal static class FunctionTriggers
{
    public static IEnumerable<FunctionTrigger> Of(Deployment deployment) =>
    [
        .. from mapping in deployment.EventSourceMappings
           let kind = KindOf(mapping.EventSourceArn)
           let function = Find(deployment, mapping.FunctionName)
           where function is not null && kind.Name.Length > 0
           select new FunctionTrigger(mapping.Resource, function, kind.Name, kind.What) { Mapping = mapping },
        .. from route in deployment.Routes
           from integration in deployment.Integrations
           where integration.Resource.PhysicalId == route.IntegrationId
           let function = Find(deployment, integration.FunctionArn)
           where function is not null
           select new FunctionTrigger(route.Resource, function, "HttpRequest", "requests of an HTTP API"),
        .. from authorizer in deployment.Authorizers
           let function = authorizer.FunctionArn is { } arn ? Find(deployment, arn) : null
           where function is not null
           select new FunctionTrigger(authorizer.Resource, function, "HttpAuthorizer", "an HTTP API's questions whether to let a request in"),
        .. from rule in deployment.Rules
           from target in rule.Targets
           let function = Find(deployment, target.Arn)
           where function is not null && target is { Input: null, InputTransformer: null, InputPath: null }
           select new FunctionTrigger(rule.Resource, function, "Event", "events of a bus, one by one"),
        .. from subscription in deployment.Subscriptions
           where subscription.Protocol == "lambda"
           let function = Find(deployment, subscription.Endpoint ?? "")
           where function is not null
           select new FunctionTrigger(subscription.Resource, function, "Notification", "notifications of a topic"),
    ];

    private static FunctionResource? Find(Deployment deployment, string nameOrArn) =>
        nameOrArn.IsUnresolved() || nameOrArn.Split(':') is ["arn", _, not "lambda", ..] ? null : deployment.FindFunction(nameOrArn);

    private static (string Name, string What) KindOf(string sourceArn) => sourceArn.Split(':') switch
    {
        ["arn", _, "sqs", ..] => ("Queue", "messages of a queue"),
        ["arn", _, "dynamodb", ..] => ("Stream", "records of a table's stream"),
        ["arn", _, "kinesis", ..] => ("KinesisStream", "records of a Kinesis stream"),
        _ => ("", ""),
    };
}
