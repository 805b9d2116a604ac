using SensorWatch.Templates.Access;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;
using SensorWatch.Templates.Rules.Code;

namespace SensorWatch.Templates.Rules;

/// <summary>What rules look at: a deployment, and ways to find things in it.</summary>
public sealed class DesignContext(Deployment deployment)
{
    public Deployment Deployment { get; } = deployment;

    /// <summary>The policies of its roles and resources.</summary>
    public DeploymentPolicies Policies => field ??= DeploymentPolicies.Of(Deployment);

    /// <summary>What its functions' packages say of themselves.</summary>
    internal FunctionPackages Packages => field ??= new(Deployment);

    /// <summary>What leads to what.</summary>
    public FlowGraph Flow => field ??= FlowGraph.Of(Deployment);

    /// <summary>The resource with an ARN; null when the deployment has none, or has not resolved it.</summary>
    public Resource? FindByArn(string arn) => ByArn.GetValueOrDefault(arn);

    private Dictionary<string, Resource> ByArn => field ??= Deployment.Resources
        .Where(resource => resource.Attributes.ContainsKey("Arn"))
        .DistinctBy(resource => resource.Attributes["Arn"])
        .ToDictionary(resource => resource.Attributes["Arn"]);
}
