using SensorWatch.Local.Mappings;
using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>
/// The rights that Lambda itself uses in a function's name, and asks for when a mapping, a destination or a dead-letter
/// queue is deployed: without them the deployment fails.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions,
/// https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html,
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations
/// </summary>
internal static class RoleRefusals
{
    private static readonly string[] ReadQueue = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    private static readonly string[] ReadStream = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"];

    public static IEnumerable<Refusal> Of(Deployment deployment, TimeProvider time)
    {
        var policies = DeploymentPolicies.Of(deployment);
        var now = time.GetUtcNow();
        return
        [
            .. from use in Uses(deployment)
               let function = deployment.FindFunction(use.Function)
               where function is not null
               let role = new FunctionRole(function, policies)
               where role.Gap is null
               let missing = use.Needed.Where(needed => !policies.Evaluate(role.Ask(needed, now)).IsAllowed).Select(needed => needed.Action).ToList()
               where missing.Count > 0
               select new Refusal(
                   use.Resource.Path,
                   $"the execution role {role.Caller.Arn} of {function.Name} does not have permissions to call {string.Join(", ", missing)} on {use.Needed[0].Resource}, so that AWS refuses it."),
        ];
    }

    /// <summary>What needs rights: the resource, its function, and the rights.</summary>
    private static IEnumerable<(Resource Resource, string Function, IReadOnlyList<Permission> Needed)> Uses(Deployment deployment) =>
    [
        .. from mapping in deployment.EventSourceMappings
           select (mapping.Resource, mapping.FunctionName, Needed(EventSourceMappings.IsOnQueue(mapping) ? ReadQueue : ReadStream, mapping.EventSourceArn)),
        .. from mapping in deployment.EventSourceMappings
           where mapping.OnFailureDestinationArn is not null
           select (mapping.Resource, mapping.FunctionName, Send(mapping.OnFailureDestinationArn!)),
        .. from config in deployment.EventInvokeConfigs
           from destination in new[] { config.OnSuccessDestinationArn, config.OnFailureDestinationArn }.OfType<string>()
           select (config.Resource, config.FunctionName, Send(destination)),
        .. from function in deployment.Functions
           where function.DeadLetterArn is not null
           select (function.Resource, function.Name, Send(function.DeadLetterArn!)),
    ];

    private static IReadOnlyList<Permission> Needed(IEnumerable<string> actions, string resource) =>
        [.. actions.Select(action => new Permission(action, resource))];

    /// <summary>What brings something to a destination.</summary>
    private static IReadOnlyList<Permission> Send(string arn) => arn.Split(':') switch
    {
        [_, _, "sqs", ..] => [new("sqs:SendMessage", arn)],
        [_, _, "sns", ..] => [new("sns:Publish", arn)],
        [_, _, "lambda", ..] => [new("lambda:InvokeFunction", arn)],
        [_, _, "events", ..] => [new("events:PutEvents", arn)],
        _ => [],
    };
}
