using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Tests.Sensors;

public sealed class TimeZonesTests
{
    private static readonly DateTime Summer = new(2026, 7, 1);

    [Theory]
    [InlineData("America/Los_Angeles", -7)]
    [InlineData("-08:00", -8)]
    [InlineData("+05:30", 5.5)]
    [InlineData("-00:00", 0)]
    [InlineData("UTC", 0)]
    [InlineData("+14:00", 14)]
    public void A_zone_is_found_by_name_or_offset(string name, double hours) =>
        TimeZones.Find(name)!.GetUtcOffset(Summer).TotalHours.ShouldBe(hours);

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("-8")]
    [InlineData("+14:01")]
    [InlineData("+25:00")]
    [InlineData("../../etc/passwd")]
    [InlineData("America/../Europe/London")]
    public void Any_other_name_is_refused_with_a_hint(string name)
    {
        TimeZones.Find(name).ShouldBeNull();
        TimeZones.Check(name)!.ShouldContain("America/Los_Angeles");
    }
}
