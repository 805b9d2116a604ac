using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules;

/// <summary>What the rules say of a deployment.</summary>
/// <param name="Violations">In the rules' order.</param>
/// <param name="Gaps">What could not be looked at, because only the AWS account or nobody here knows it.</param>
public sealed record DesignReview(IReadOnlyList<Violation> Violations, IReadOnlyList<ResolutionFault> Gaps)
{
    /// <summary>Reviews an assembly: the stacks of each stage together, since they are deployed together.</summary>
    /// <param name="assembly">What <c>cdk synth</c> wrote.</param>
    public static DesignReview Of(CloudAssembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        List<DesignReview> reviews = [.. assembly.Stacks
            .GroupBy(stack => stack.Directory, StringComparer.Ordinal)
            .Select(stage => Of(Deployment.Resolve(stage, new DeploymentSettings { Tolerant = true })))];
        return new([.. reviews.SelectMany(review => review.Violations)], [.. reviews.SelectMany(review => review.Gaps)]);
    }

    /// <summary>Reviews a deployment.</summary>
    /// <param name="deployment">Resolved with <see cref="DeploymentSettings.Tolerant"/>, or there is nothing to say of what can't be resolved.</param>
    public static DesignReview Of(Deployment deployment) => Of(deployment, DesignRules.All);

    /// <summary>Reviews a deployment by these rules.</summary>
    public static DesignReview Of(Deployment deployment, IReadOnlyList<DesignRule> rules)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(rules);
        var context = new DesignContext(deployment);
        List<Violation> found = [.. rules.SelectMany(rule => rule.Check(context).Select(finding => new Violation(rule, finding)))];
        var exceptions = new DesignExceptions(deployment, rules);
        return new(
            [.. found.Where(violation => !exceptions.Cover(violation)), .. exceptions.Faults()],
            [.. deployment.Faults.Where(fault => fault.IsGap)]);
    }
}
