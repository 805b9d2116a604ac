using System.Text.Json.Nodes;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Properties;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>Whether a template has the parts that CloudFormation knows.</summary>
internal static class SectionRules
{
    private static readonly string[] Sections =
    [
        "AWSTemplateFormatVersion", "Conditions", "Description", "Hooks", "Mappings", "Metadata", "Outputs", "Parameters", "Resources",
        "Rules", "Transform",
    ];

    private static readonly string[] Attributes =
    [
        "Condition", "CreationPolicy", "DeletionPolicy", "DependsOn", "Metadata", "Properties", "Type", "UpdatePolicy", "UpdateReplacePolicy",
    ];

    private static readonly string[] DeletionPolicies = ["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"];

    private static readonly string[] UpdateReplacePolicies = ["Delete", "Retain", "Snapshot"];

    public static DesignRule KnownSections { get; } = new()
    {
        Id = "template/known-sections",
        Sentence = "A template, its resources and outputs have the parts that CloudFormation knows, and no others.",
        Mend = "Correct the name, or take the part out.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html",
        Check = context => context.Deployment.Stacks.SelectMany(stack => Check(context, stack)),
    };

    public static DesignRule KnownTypes { get; } = new()
    {
        Id = "template/known-types",
        Sentence = "Every resource has a type that CloudFormation has.",
        Mend = "Correct the type.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html",
        Check = context => context.Deployment.Resources
            .Where(resource => ResourceSpecification.PropertiesOf(resource.Type) is null)
            .Select(resource => (resource, Fault: FaultOf(resource.Type)))
            .Where(pair => pair.Fault is not null)
            .Select(pair => new Finding(pair.resource, $"'{pair.resource.Type}' is no type of resource.", pair.Fault)),
    };

    private static string? FaultOf(string type)
    {
        var parts = type.Split("::");
        var isType = parts.Length >= 2 && Array.TrueForAll(parts, part => part.Length > 0);
        return !isType
            ? "A type has the form AWS::SERVICE::RESOURCE, or Custom::NAME."
            : Nearest(parts) is { } near ? $"Did you mean '{near}'?" : null;
    }

    /// <summary>
    /// Most types are not known here, and AWS::IoT::Policy is no misspelt AWS::IAM::Policy: one part must be right and the other
    /// nearly so, and a number more is a version more.
    /// </summary>
    private static string? Nearest(string[] parts)
    {
        if (parts is not ["AWS", var service, var resource])
        {
            return null;
        }

        List<string[]> known = [.. ResourceSpecification.ResourceTypes.Select(type => type.Split("::"))];
        var ofService = known.Where(type => type[1] == service).Select(type => type[2]).ToList();
        var near = ofService.Count > 0
            ? Suggestion.Nearest(resource, ofService) is { } other && CountDigits(other) == CountDigits(resource) ? $"AWS::{service}::{other}" : null
            : service.Length >= 5 && Suggestion.Nearest(service, known.Where(type => type[2] == resource).Select(type => type[1])) is { } owner
                && CountDigits(owner) == CountDigits(service) ? $"AWS::{owner}::{resource}" : null;
        return near;
    }

    private static int CountDigits(string text) => text.Count(char.IsAsciiDigit);

    private static IEnumerable<Finding> Check(DesignContext context, StackArtifact stack)
    {
        foreach (var (name, _) in stack.Template.Where(section => !Sections.Contains(section.Key)))
        {
            yield return new(stack.Id, $"'{name}' is no section of a template.", Suggestion.For(name, Sections));
        }

        foreach (var (logicalId, definition) in stack.Template["Resources"] as JsonObject ?? [])
        {
            if (definition is JsonObject resource && !logicalId.StartsWith("Fn::", StringComparison.Ordinal))
            {
                foreach (var (fault, mend) in Faults(resource))
                {
                    yield return new(TemplateNodes.PathOf(context.Deployment, stack, logicalId), fault, mend);
                }
            }
        }

        foreach (var (name, definition) in stack.Template["Outputs"] as JsonObject ?? [])
        {
            if (definition is JsonObject output && !name.StartsWith("Fn::", StringComparison.Ordinal) && !output.ContainsKey("Value"))
            {
                yield return new(stack.Id, $"The output '{name}' has no Value.", "Give it a Value, or take it out.");
            }
        }
    }

    private static IEnumerable<(string Fault, string? Mend)> Faults(JsonObject resource)
    {
        foreach (var (name, _) in resource.Where(attribute => !Attributes.Contains(attribute.Key) && !attribute.Key.StartsWith("Fn::", StringComparison.Ordinal)))
        {
            yield return ($"'{name}' is no attribute of a resource.", Suggestion.For(name, Attributes));
        }

        (string, string[])[] policies = [("DeletionPolicy", DeletionPolicies), ("UpdateReplacePolicy", UpdateReplacePolicies)];
        foreach (var (policy, words) in policies)
        {
            if (resource[policy] is JsonValue value && !words.Contains(value.ToString()))
            {
                yield return ($"{policy} is '{value}', but it must be one of {string.Join(", ", words)}.", null);
            }
        }
    }
}
