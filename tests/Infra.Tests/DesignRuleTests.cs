using SensorWatch.Infra.Tests.Synthesis;
using SensorWatch.Templates.Assembly;
using SensorWatch.Templates.Rules;

namespace SensorWatch.Infra.Tests;

[Collection(SynthesisTests.Name)]
public sealed class DesignRuleTests(SynthesizedSystem system)
{
    [Fact]
    public void No_environment_violates_a_rule()
    {
        var review = DesignReview.Of(CloudAssembly.Load(system.OutputDirectory));

        review.Violations.Select(violation => violation.ToString()).ShouldBeEmpty();
        review.Gaps.ShouldBeEmpty();
    }
}
