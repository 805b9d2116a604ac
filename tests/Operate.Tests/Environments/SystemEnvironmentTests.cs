using SensorWatch.Operate.Environments;

namespace SensorWatch.Operate.Tests.Environments;

public sealed class SystemEnvironmentTests
{
    [Theory]
    [InlineData("SensorWatch-Dev-Services-StoreReadingsQueue7728A5A4", "StoreReadingsQueue")]
    [InlineData("SensorWatch-Dev-Services-StoreReadingsQueue7728A5A4-x2bPxhX5qK3L", "StoreReadingsQueue")]
    [InlineData("SensorWatch-Dev-State-Tokens1180AAEA", "Tokens")]
    [InlineData("SensorWatch-Dev-Services-plain", "plain")]
    [InlineData("SensorWatch-Dev2-Services-Queue7728A5A4", "SensorWatch-Dev2-Services-Queue7728A5A4")]
    public void A_short_name_is_what_tells_a_resource_from_others(string name, string shortName) => new SystemEnvironment("dev").ShortName(name).ShouldBe(shortName);

    [Theory]
    [InlineData("dev", true)]
    [InlineData("staging2", true)]
    [InlineData("Dev", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    public void A_name_is_lower_case_letters_and_digits(string name, bool valid) => SystemEnvironment.IsName(name).ShouldBe(valid);
}
