using System.Text.Json;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Templates.Tests.Pricing;

public sealed class ForecastFileTests : IDisposable
{
    private static readonly ForecastUnit Readings = new("readings", "sensors", "Recorded", "data.readings");

    private readonly string _folder = Directory.CreateTempSubdirectory("forecast").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_written_is_read()
    {
        new ForecastFile(Readings, [new("Dev", [new("SQS", 0.5), new("SNS", 0.25)])]).Write(_folder);

        var read = ForecastFile.Read(_folder).ShouldNotBeNull();

        read.Unit.ShouldBe(Readings);
        read.Find("dev").ShouldNotBeNull().PerThousand.ShouldBe(0.75);
        read.Find("prod").ShouldBeNull();
    }

    [Fact]
    public void An_assembly_need_not_have_one() => ForecastFile.Read(_folder).ShouldBeNull();

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"unit":null,"stages":[]}""")]
    [InlineData("""{"unit":{"name":"readings"},"stages":[]}""")]
    public void What_is_no_forecast_is_refused_by_name(string json)
    {
        File.WriteAllText(Path.Combine(_folder, ForecastFile.FileName), json);

        Should.Throw<InvalidDataException>(() => ForecastFile.Read(_folder)).Message.ShouldContain("forecast.json is not a forecast");
    }

    [Theory]
    [InlineData("""{"source":"sensors","detail-type":"Recorded","detail":{"data":{"readings":[1,2,3]}}}""", 3)]
    [InlineData("""{"source":"sensors","detail-type":"Recorded","detail":{"data":{"readings":7}}}""", 7)]
    [InlineData("""{"source":"sensors","detail-type":"Recorded","detail":{"data":{"readings":"7"}}}""", 0)]
    [InlineData("""{"source":"sensors","detail-type":"Recorded","detail":{"data":[1]}}""", 0)]
    [InlineData("""{"source":"sensors","detail-type":"Recorded","detail":null}""", 0)]
    [InlineData("""{"source":"sensors","detail-type":"Other","detail":{"data":{"readings":[1]}}}""", 0)]
    [InlineData("""{"source":"others","detail-type":"Recorded","detail":{"data":{"readings":[1]}}}""", 0)]
    public void An_event_carries_the_elements_or_the_number_at_the_path(string json, double count) =>
        Readings.CountIn(JsonElement.Parse(json)).ShouldBe(count);
}
