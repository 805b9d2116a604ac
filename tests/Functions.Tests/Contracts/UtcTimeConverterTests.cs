using SensorWatch.Contracts.Json;

namespace SensorWatch.Functions.Tests.Contracts;

public sealed class UtcTimeConverterTests
{
    [Theory]
    [InlineData("2010-01-01T09:00:00Z", "2010-01-01T09:00:00Z")]
    [InlineData("2010-01-01T01:00:00-08:00", "2010-01-01T09:00:00Z")]
    [InlineData("2010-01-01T09:00:00.1234567+00:00", "2010-01-01T09:00:00.1234567Z")]
    [InlineData("2010-01-01T09:00:00.500Z", "2010-01-01T09:00:00.5Z")]
    public void A_time_with_an_offset_is_read_and_written_in_UTC(string text, string written)
    {
        UtcTimeConverter.TryParse(text, out var time).ShouldBeTrue();
        UtcTimeConverter.ToText(time).ShouldBe(written);
    }

    [Theory]
    [InlineData("2010-01-01T09:00:00")]
    [InlineData("2010-01-01")]
    [InlineData("2010-01-01 09:00:00Z")]
    [InlineData("2010-13-01T09:00:00Z")]
    [InlineData("yesterday")]
    [InlineData("")]
    public void A_time_whose_meaning_is_open_is_refused(string text) =>
        UtcTimeConverter.TryParse(text, out _).ShouldBeFalse();
}
