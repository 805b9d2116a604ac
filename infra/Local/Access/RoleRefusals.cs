using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Access;

/// <summary>
/// Lambda asks for the rights that it uses in a function's name when a mapping, a destination or a dead-letter queue is
/// deployed: without them the deployment fails.
/// </summary>
internal static class RoleRefusals
{
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
           select (mapping.Resource, mapping.FunctionName, LambdaRights.ToRead(mapping)),
        .. from mapping in deployment.EventSourceMappings
           where mapping.OnFailureDestinationArn is not null
           select (mapping.Resource, mapping.FunctionName, LambdaRights.ToSend(mapping.OnFailureDestinationArn!)),
        .. from config in deployment.EventInvokeConfigs
           from destination in new[] { config.OnSuccessDestinationArn, config.OnFailureDestinationArn }.OfType<string>()
           select (config.Resource, config.FunctionName, LambdaRights.ToSend(destination)),
        .. from function in deployment.Functions
           where function.DeadLetterArn is not null
           select (function.Resource, function.Name, LambdaRights.ToSend(function.DeadLetterArn!)),
    ];
}
