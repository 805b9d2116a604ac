using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Templates.Tests.Rules;

/// <summary>Reviews a template's resources.</summary>
internal static class Reviewed
{
    /// <summary>What the rules of an area say: <c>RULE PATH: FAULT</c>.</summary>
    /// <param name="area">What the rules' ids begin with: <c>access/</c>.</param>
    /// <param name="resources">The members of <c>Resources</c>.</param>
    /// <param name="assets">Folders with code.</param>
    public static IReadOnlyList<string> By(string area, string resources, params IReadOnlyList<FileAsset> assets)
    {
        var stack = Stacks.Stack($$"""{"Resources": { {{resources}} } }""") with { FileAssets = assets };
        var deployment = Deployment.Resolve([stack], new DeploymentSettings { Tolerant = true });
        return
        [
            .. DesignReview.Of(deployment, [.. DesignRules.All.Where(rule => rule.Id.StartsWith(area, StringComparison.Ordinal))]).Violations
                .Select(violation => $"{violation.Rule.Id} {violation.Finding.Path["Dev/Test/".Length..]}: {violation.Finding.Fault}"),
        ];
    }
}
