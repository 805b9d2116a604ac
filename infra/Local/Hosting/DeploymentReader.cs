using SensorWatch.Local.Http;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Hosting;

/// <summary>Reads what is to run from a cloud assembly, with addresses that lead to this machine.</summary>
internal static class DeploymentReader
{
    /// <param name="directory">The cloud assembly.</param>
    /// <param name="environment">The stage, in whatever letters, or a selector of stacks; null for the default.</param>
    /// <param name="address">Where everything is served.</param>
    /// <exception cref="RefusedException">The deployment asks for what the local run can't honour.</exception>
    public static Deployment Read(string directory, string? environment, Uri address)
    {
        var assembly = CloudAssembly.Load(directory);
        var stacks = Stacks(assembly, environment);

        // The first reading tells which HTTP APIs there are; their addresses depend on it.
        var paths = Deployment.Resolve(stacks).OfType(HttpApiResource.Type).ToDictionary(api => api.Path, api => api.PhysicalId);
        var deployment = Deployment.Resolve(stacks, new() { Override = (resource, attribute) => LocalAddress(resource, attribute, address, paths) });
        return Refusals.Of(deployment) is { Count: > 0 } refusals ? throw new RefusedException(refusals) : deployment;
    }

    private static IReadOnlyList<StackArtifact> Stacks(CloudAssembly assembly, string? environment)
    {
        var name = environment ?? LocalOptions.DefaultEnvironment;
        var stage = assembly.Stacks
            .Select(stack => stack.Id.Split('/'))
            .Where(id => id.Length > 1 && id[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(id => id[0])
            .FirstOrDefault();
        return stage is null && environment is null ? assembly.Stacks : assembly.StacksIn(stage ?? name);
    }

    private static string? LocalAddress(ResourceReference resource, string attribute, Uri address, Dictionary<string, string> apis)
    {
        var origin = address.GetLeftPart(UriPartial.Authority);
        return (resource.Type, attribute) switch
        {
            (QueueResource.Type, "Ref" or "QueueUrl") => $"{origin}/{resource.Account}/{resource.Name}",
            (HttpApiResource.Type, "ApiEndpoint") => apis.Count == 1 ? origin : $"{origin}{HttpApis.PathPrefix}/{apis[resource.Path]}",
            _ => null,
        };
    }
}
