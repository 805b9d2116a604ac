using Amazon.CDK;
using SensorWatch.Infra.Constructs;

namespace SensorWatch.Infra.Stacks;

/// <summary>What all stacks have in common.</summary>
internal static class SystemStack
{
    /// <param name="context">The environment.</param>
    /// <param name="id">The stack's id in its stage: <c>State</c>.</param>
    /// <param name="description">What the stack is for.</param>
    public static StackProps Props(StageContext context, string id, string description) => new()
    {
        StackName = $"SensorWatch-{context.Settings.StageId}-{id}",
        Description = description,
        // CloudFormation hands these on to every resource that can be tagged.
        Tags = new Dictionary<string, string> { ["system"] = "sensorwatch", ["environment"] = context.Settings.Name },
    };
}
