using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Imports;

namespace SensorWatch.Functions.Tests.Imports;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("2010-01-01T09:00:00", "2010-01-01T09:00:00", null)]
    [InlineData("2010-01-01 09:00:00.25", "2010-01-01T09:00:00.25", null)]
    [InlineData("2010-01-01T09:00", "2010-01-01T09:00:00", null)]
    [InlineData(" 2010-01-01 ", "2010-01-01T00:00:00", null)]
    [InlineData("2010-01-01T09:00:00Z", "2010-01-01T09:00:00", "00:00:00")]
    [InlineData("2010-01-01 09:00:00 +05:30", "2010-01-01T09:00:00", "05:30:00")]
    [InlineData("2010-01-01T09:00-0800", "2010-01-01T09:00:00", "-08:00:00")]
    public void The_usual_forms_are_read(string text, string local, string? offset)
    {
        var time = LocalTime.Parse(text).ShouldNotBeNull();

        time.Local.ShouldBe(DateTime.Parse(local));
        time.Offset.ShouldBe(offset is null ? null : TimeSpan.Parse(offset));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01/02/2010 09:00")]
    [InlineData("2010-13-01T09:00:00")]
    [InlineData("2010-02-29")]
    [InlineData("2010-01-01T24:00:00")]
    [InlineData("2010-01-01T09:00:00+25:00")]
    [InlineData("2010-01-01T09:00:00+1")]
    [InlineData("2010-01-01T09:00:00Zulu")]
    [InlineData("1262336400")]
    [InlineData("yesterday")]
    public void Anything_else_is_not_guessed(string text) => LocalTime.Parse(text).ShouldBeNull();

    [Theory]
    [InlineData("America/Los_Angeles", "2010-07-01T09:00:00", "2010-07-01T16:00:00Z")]
    [InlineData("America/Los_Angeles", "2010-01-01T09:00:00", "2010-01-01T17:00:00Z")]
    [InlineData("America/Los_Angeles", "2010-03-14T01:59:59", "2010-03-14T09:59:59Z")]
    [InlineData("America/Los_Angeles", "2010-03-14T03:00:00", "2010-03-14T10:00:00Z")]
    [InlineData("Europe/Berlin", "2010-10-31T02:30:00", "2010-10-31T00:30:00Z")]
    [InlineData("America/Los_Angeles", "2010-11-07T01:30:00", "2010-11-07T08:30:00Z")]
    [InlineData("Asia/Kolkata", "2010-01-01T09:00:00", "2010-01-01T03:30:00Z")]
    [InlineData("-08:00", "2010-03-14T02:30:00", "2010-03-14T10:30:00Z")]
    [InlineData("Z", "2010-03-14T02:30:00", "2010-03-14T02:30:00Z")]
    public void A_local_time_becomes_an_instant_and_of_two_the_first(string zone, string local, string instant) =>
        UtcTimeConverter.ToText(LocalZone.Parse(zone)!.ToInstant(DateTime.Parse(local))!.Value).ShouldBe(instant);

    [Theory]
    [InlineData("America/Los_Angeles", "2010-03-14T02:00:00")]
    [InlineData("America/Los_Angeles", "2010-03-14T02:59:59")]
    [InlineData("Europe/Berlin", "2010-03-28T02:30:00")]
    public void A_local_time_that_clocks_skip_is_no_instant(string zone, string local) =>
        LocalZone.Parse(zone)!.ToInstant(DateTime.Parse(local)).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("+15:00")]
    [InlineData("-8")]
    public void What_is_no_zone_is_none(string zone) => LocalZone.Parse(zone).ShouldBeNull();
}
