using SensorWatch.Infra.Environments;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Pricing;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Infra.Cost;

/// <summary>Prices cloud assemblies under this system's workload.</summary>
internal static class CostCalculator
{
    private static readonly int[] RequestSizes = [1, 10, 50, 100, 500, 1000];

    /// <summary>Prices one environment of assemblies, and the naive design beside them.</summary>
    /// <param name="assemblies">The assembly that is asked for, then what it is compared with; by the name in the report.</param>
    /// <param name="environment">Name of a known environment.</param>
    /// <param name="assumptions">How the system is used.</param>
    public static CostReport Price(
        IReadOnlyList<(string Name, CloudAssembly Assembly)> assemblies, string environment, CostAssumptions assumptions)
    {
        var stage = KnownEnvironments.Named(environment).StageId;
        var deployments = assemblies.Select(design => (design.Name, Deployment: Resolve(design.Assembly, stage))).ToList();
        return new(
            assumptions,
            [
                .. deployments.Select(design => Price(design.Name, design.Deployment, SystemWorkload.Of(assumptions), SystemWorkload.Of(assumptions with { Readings = 0 }))),
                Price("naive design", NaiveDesign.Deployment, NaiveDesign.Workload(assumptions), NaiveDesign.Workload(assumptions with { Readings = 0 })),
            ],
            SystemWorkload.Measure(assumptions),
            assumptions.Readings == 0 ? [] : [.. RequestSizes.Select(size => (size, PerMillion(deployments[0].Deployment, assumptions with { ReadingsPerRequest = size })))]);
    }

    private static double PerMillion(Deployment deployment, CostAssumptions assumptions) =>
        CostModel.Price(deployment, SystemWorkload.Of(assumptions), PriceList.UsEast1).Dollars(ChargeBasis.Use) / assumptions.Readings * 1_000_000;

    private static PricedDesign Price(string name, Deployment deployment, Workload inUse, Workload idle) => new(
        name, CostModel.Price(deployment, inUse, PriceList.UsEast1), CostModel.Price(deployment, idle, PriceList.UsEast1));

    /// <summary>What an assembly has in a stage.</summary>
    public static Deployment Resolve(CloudAssembly assembly, string stage) =>
        Deployment.Resolve(assembly.StacksIn($"{stage}/*"), new DeploymentSettings { Tolerant = true });
}
