using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules.Template;

namespace SensorWatch.Templates.Rules;

/// <summary>Whether templates are sound in themselves.</summary>
internal static class TemplateRules
{
    private static readonly DesignRule References = new()
    {
        Id = "template/references-resolve",
        Sentence = "Every reference leads to a resource, parameter, mapping, condition or export that is there, and every property that is read has a value of its kind.",
        Mend = "Correct the name or the value, or take the reference out.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
        Check = context => FaultsOf(context.Deployment).Select(fault => new Finding(fault.Path, fault.Fault)),
    };

    public static IReadOnlyList<DesignRule> All { get; } =
    [
        References,
        SectionRules.KnownSections,
        SectionRules.KnownTypes,
        FunctionRules.KnownFunctions,
        FunctionRules.KnownAttributes,
        PropertyRules.KnownNames,
        PropertyRules.Kinds,
        PropertyRules.Required,
        PropertyRules.Limits,
    ];

    /// <summary>What can't be read for a property that another rule finds wrong isn't told twice.</summary>
    private static IEnumerable<ResolutionFault> FaultsOf(Deployment deployment)
    {
        List<ResolutionFault> faults = [.. ReadAll(deployment).Where(fault => !fault.IsGap)];
        var told = deployment.Resources.Where(resource => PropertyCheck.Of(resource).Count > 0).Select(resource => resource.Path).ToHashSet();
        return faults.Where(fault => !fault.IsReading || !told.Contains(fault.Path));
    }

    /// <summary>Faults show when something is read.</summary>
    private static IReadOnlyList<ResolutionFault> ReadAll(Deployment deployment)
    {
        _ = (deployment.EventBuses, deployment.Rules, deployment.Archives, deployment.Buckets, deployment.Queues, deployment.QueuePolicies);
        _ = (deployment.Functions, deployment.EventSourceMappings, deployment.Tables, deployment.Topics, deployment.Subscriptions, deployment.Alarms);
        _ = (deployment.HttpApis, deployment.HttpApiStages, deployment.Routes, deployment.Integrations, deployment.Authorizers);
        return [.. deployment.Faults];
    }
}
