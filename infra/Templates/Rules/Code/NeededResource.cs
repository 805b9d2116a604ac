using SensorWatch.Templates.Access;
using SensorWatch.Templates.Packages;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>Finds the resource that an environment variable names.</summary>
internal static class NeededResource
{
    private static readonly Dictionary<string, string[]> Types = new()
    {
        ["dynamodb"] = [TableResource.Type, TableResource.GlobalType],
        ["events"] = [EventBusResource.Type],
        ["s3"] = [BucketResource.Type],
        ["sqs"] = [QueueResource.Type],
        ["sns"] = [TopicResource.Type],
    };

    /// <summary>The resource; null when the need has no variable, it is not set, or it names nothing of this deployment.</summary>
    public static Resource? Find(DesignContext context, FunctionResource function, PackageNeed need)
    {
        if (need is not { Variable: { } variable, Actions: [var action, ..] }
            || !function.Environment.TryGetValue(variable, out var value)
            || !Types.TryGetValue(IamActions.Split(action).Service, out var types))
        {
            return null;
        }

        // A table of the same name in another stack of the stage would have another physical name.
        return context.Deployment.Resources.FirstOrDefault(resource => types.Contains(resource.Type) && IsNamedBy(resource, value));
    }

    /// <summary>The ARN of a resource.</summary>
    public static string? ArnOf(Resource resource) =>
        resource.Attributes.GetValueOrDefault("Arn") ?? resource.Attributes.GetValueOrDefault("TopicArn");

    private static bool IsNamedBy(Resource resource, string value) =>
        resource.PhysicalId == value || resource.Name == value || resource.Attributes.Values.Contains(value);
}
