using System.Text.Json.Nodes;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>A function call in a template as it was written: an object with one member, whose name may be a function's.</summary>
/// <param name="Path">Path of the resource, or the stack's id outside of resources.</param>
/// <param name="Stack">The stack.</param>
/// <param name="Name">The member's name.</param>
/// <param name="Argument">Its value.</param>
internal sealed record TemplateCall(string Path, StackArtifact Stack, string Name, JsonNode? Argument);

/// <summary>Looks at templates as they were written, before anything is resolved.</summary>
internal static class TemplateNodes
{
    /// <summary>Every object with one member in resources' properties, outputs and conditions.</summary>
    public static IEnumerable<TemplateCall> Calls(Deployment deployment)
    {
        foreach (var stack in deployment.Stacks)
        {
            foreach (var (logicalId, definition) in stack.Template["Resources"] as JsonObject ?? [])
            {
                var path = PathOf(deployment, stack, logicalId);
                foreach (var call in Calls(definition.Find("Properties")))
                {
                    yield return new(path, stack, call.Name, call.Argument);
                }
            }

            foreach (var call in Calls(stack.Template["Outputs"]).Concat(Calls(stack.Template["Conditions"])))
            {
                yield return new(stack.Id, stack, call.Name, call.Argument);
            }
        }
    }

    /// <summary>The resource's construct path, else <c>Stack/LogicalId</c>.</summary>
    public static string PathOf(Deployment deployment, StackArtifact stack, string logicalId) =>
        deployment.Resources.FirstOrDefault(resource => resource.StackId == stack.Id && resource.LogicalId == logicalId)?.Path
        ?? stack.ConstructPaths.GetValueOrDefault(logicalId)
        ?? $"{stack.Id}/{logicalId}";

    private static IEnumerable<(string Name, JsonNode? Argument)> Calls(JsonNode? node)
    {
        var below = node switch
        {
            JsonObject members => members.SelectMany(member => Calls(member.Value)),
            JsonArray items => items.SelectMany(Calls),
            _ => [],
        };
        return node is JsonObject { Count: 1 } call ? below.Prepend((call.First().Key, call.First().Value)) : below;
    }
}
