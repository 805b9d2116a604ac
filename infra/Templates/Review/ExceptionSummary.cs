using System.Text.Json.Nodes;
using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Review;

/// <summary>What was excepted from rules, each reason once, with those that it is for.</summary>
internal static class ExceptionSummary
{
    public static void Append(Markdown text, Deployment deployment)
    {
        List<(string Rule, string Reason, string Where)> exceptions =
        [
            .. deployment.Stacks.SelectMany(stack => DesignRules(stack.Template["Metadata"]).Select(rule => (rule.Rule, rule.Reason, $"all of {stack.Id}"))),
            .. deployment.Resources.SelectMany(resource => DesignRules(resource.Metadata).Concat(NagRules(resource))
                .Select(rule => (rule.Rule, rule.Reason, FlowNodes.ShortName(resource)))),
        ];
        if (exceptions.Count == 0)
        {
            return;
        }

        text.Heading(2, "Exceptions from rules");
        foreach (var group in exceptions.GroupBy(exception => (exception.Rule, exception.Reason))
                     .OrderBy(group => group.Key.Rule, StringComparer.Ordinal).ThenBy(group => group.Key.Reason, StringComparer.Ordinal))
        {
            text.Heading(3, group.Key.Rule);
            text.Paragraph(group.Key.Reason);
            text.List(group.Select(exception => exception.Where).Distinct().Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<(string Rule, string Reason)> DesignRules(JsonNode? metadata) =>
        (JsonValues.At(metadata, "DesignRules") as JsonObject ?? []).Select(rule => (rule.Key, rule.Value?.ToString() ?? ""));

    /// <summary>cdk-nag's suppressions: https://github.com/cdklabs/cdk-nag#suppressing-a-rule</summary>
    private static IEnumerable<(string Rule, string Reason)> NagRules(Resource resource) =>
        JsonValues.Objects(resource.Metadata, "cdk_nag", "rules_to_suppress")
            .Select(rule => (JsonValues.Text(rule, "id") ?? "", JsonValues.Text(rule, "reason") ?? ""));
}
