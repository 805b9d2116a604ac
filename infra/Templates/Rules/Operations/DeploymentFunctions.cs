using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Operations;

/// <summary>The functions that work while the system runs.</summary>
internal static class DeploymentFunctions
{
    private const string NestedStack = "AWS::CloudFormation::Stack";

    /// <summary>
    /// Functions but those that CloudFormation calls, and what these call in turn: they run while something is deployed, and
    /// their failure is the deployment's. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources-lambda.html
    /// </summary>
    public static IEnumerable<Resource> Working(this DesignContext context)
    {
        List<Resource> functions = [.. context.Deployment.OfType(FunctionResource.Type)];
        var tokens = context.Deployment.Resources.Select(resource => resource.Text("ServiceToken")).OfType<string>().ToHashSet();
        List<Resource> providers = [.. functions.Where(function => tokens.Contains(ArnOf(function)))];
        var called = providers
            .SelectMany(provider => (provider.Node("Environment.Variables") as JsonObject ?? []).Select(variable => $"{variable.Value}"))
            .ToHashSet();
        return functions.Where(function => !providers.Contains(function) && !called.Contains(ArnOf(function)));
    }

    /// <summary>Whether a stack in the resource's stack gets to know of it: nobody here sees what that one declares.</summary>
    public static bool IsKnownToNestedStack(this DesignContext context, Resource resource) => context.Deployment.Stacks
        .Where(stack => stack.Id == resource.StackId)
        .SelectMany(stack => stack.Template["Resources"] as JsonObject ?? [])
        .Any(other => other.Value.Find("Type")?.ToString() == NestedStack
            && other.Value!.ToJsonString().Contains($"\"{resource.LogicalId}\"", StringComparison.Ordinal));

    private static string ArnOf(Resource function) => function.Attributes.GetValueOrDefault("Arn", function.Name);
}
