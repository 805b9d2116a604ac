namespace SensorWatch.Functions.Tests.Imports;

/// <summary>Files that can't be used at all.</summary>
public sealed class UploadRejectionTests
{
    private const string Key = "station/2010.csv";

    private readonly FakeUploads _uploads = new();

    [Theory]
    [InlineData("", "Expected a header line")]
    [InlineData("\n2010-01-01T01:00:00,4", "Expected a header line")]
    [InlineData("name,remark\na,b\n", "No column holds times")]
    [InlineData("time,unknown\n2010-01-01T01:00:00Z,4\n", "there is no sensor 'unknown'")]
    [InlineData("time,a b\n2010-01-01T01:00:00Z,4\n", "there is no sensor 'a b'")]
    [InlineData("time\n2010-01-01T01:00:00Z\n", "Expected 1 to 100 columns of readings; got 0")]
    [InlineData("time,roof,roof\n2010-01-01T01:00:00Z,4,5\n", "'roof' is there 2 times")]
    [InlineData("time,roof\n2010-01-01T01:00:00,4\n", "no time zone is known")]
    [InlineData("time,roof\n", "The file has a header and no rows")]
    [InlineData("time,roof\nx,4\ny,5\n", "None of 2 rows is right; line 2: time: expected a time")]
    public async Task A_file_that_cannot_be_used_is_rejected_with_the_reason(string content, string reason)
    {
        _uploads.Register("roof", "Cel");
        _uploads.Store(Key, content);

        (await _uploads.ImportAsync(Key)).ShouldBeEmpty();

        _uploads.Rejected.Data.Reason.ShouldContain(reason);
        _uploads.Readings.ShouldBeEmpty();
        _uploads.Context.Lines.ShouldContain(line => line.Contains(reason));
    }

    [Theory]
    [InlineData("timezone", "Mars/Olympus_Mons", "Metadata timezone")]
    [InlineData("columns", "temperature", "column=sensorId:unit")]
    [InlineData("columns", "temperature=a b:Cel", "letters")]
    [InlineData("columns", "temperature=t:°C", "UCUM")]
    [InlineData("columns", "humidity=h:%", "names the column 'humidity'")]
    [InlineData("columns", "date=d:s", "names the column 'date'")]
    [InlineData("columns", "pressure=t:Cel,temperature=t:Cel", "are all of 't'")]
    [InlineData("time-column", "when", "expected one named when")]
    [InlineData("empty-cells", "maybe", "'reject' or 'skip'")]
    public async Task Metadata_that_makes_no_sense_rejects_the_file(string key, string value, string reason)
    {
        _uploads.Store(Key, "date,pressure,temperature\n2010-01-01T01:00:00,1016.6,4.0\n", (key, value));

        (await _uploads.ImportAsync(Key)).ShouldBeEmpty();

        _uploads.Rejected.Data.Reason.ShouldContain(reason);
    }

    [Fact]
    public async Task A_sensor_s_impossible_zone_is_named()
    {
        _uploads.Register("roof", "Cel", "Nowhere");
        _uploads.Store(Key, "time,roof\n2010-01-01T01:00:00,4\n");

        await _uploads.ImportAsync(Key);

        _uploads.Rejected.Data.Reason.ShouldContain("'roof' is registered with the time zone 'Nowhere'");
    }

    [Fact]
    public async Task An_object_that_is_gone_is_rejected()
    {
        (await _uploads.ImportAsync("gone.csv")).ShouldBeEmpty();

        _uploads.Rejected.Data.Reason.ShouldContain("gone");
    }
}
