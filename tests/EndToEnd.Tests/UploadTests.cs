using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>A file that is put into the bucket becomes readings.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class UploadTests : IAsyncLifetime
{
    private RunningSystem _system = null!;

    private string Bucket => _system.Host.Deployment.Buckets.Single().Name;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task A_file_is_imported_row_by_row_and_a_second_time_adds_nothing()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "seattle-temperature.csv"));
        await PutAsync("seattle.csv", file);
        await _system.UntilAsync("the import", () => Task.FromResult(Outcomes().Count == 1));
        Outcomes()[0]["readings"]!.GetValue<int>().ShouldBe(Readings.Seattle.Count);
        await _system.UntilAsync("all readings", async () => (await _system.AllReadingsAsync("seattle-temperature")).Count == Readings.Seattle.Count);
        (await _system.AllReadingsAsync("seattle-temperature")).ShouldBe(Readings.Seattle);
        var items = await _system.ScanAsync(_system.ReadingsTable);

        await PutAsync("seattle.csv", file);
        await _system.UntilAsync("the second import", () => Task.FromResult(Outcomes().Count == 2));
        await _system.UntilAsync("rest", () => Task.FromResult(_system.Host.IsIdle));

        (await _system.ScanAsync(_system.ReadingsTable)).Count.ShouldBe(items.Count);
        (await _system.AllReadingsAsync("seattle-temperature")).ShouldBe(Readings.Seattle);
    }

    [Fact]
    public async Task Damaged_lines_are_listed_beside_the_upload_and_the_others_stored()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Data", "seattle-temperature.csv"));
        int[] damaged = [2, 17, 18, 400, lines.Length];
        foreach (var number in damaged)
        {
            lines[number - 1] = lines[number - 1].Replace(',', ';');
        }

        await PutAsync("damaged.csv", string.Join('\n', lines));
        await _system.UntilAsync("the import", () => Task.FromResult(Outcomes().Count == 1));

        Outcomes()[0]["rejectedRows"]!.GetValue<int>().ShouldBe(damaged.Length);
        using var s3 = CreateS3();
        var rejects = await s3.GetObjectAsync(Bucket, Outcomes()[0]["rejectsKey"]!.GetValue<string>());
        using var reader = new StreamReader(rejects.ResponseStream);
        (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!["line"]!.GetValue<int>()).ShouldBe(damaged);
        await _system.UntilAsync(
            "the other readings",
            async () => (await _system.AllReadingsAsync("seattle-temperature")).Count == Readings.Seattle.Count - damaged.Length);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_is_told_to_the_operators()
    {
        await PutAsync("notes.csv", "name,remark\nAda,hello\n");

        await _system.UntilAsync("the event", () => Task.FromResult(_system.Host.ArchivedEvents().Any(e => e.Contains("UploadRejected"))));
        await _system.UntilAsync("the notification", () => Task.FromResult(_system.Log.Any(line => line.Contains("Upload rejected: notes.csv"))));
    }

    private AmazonS3Client CreateS3() => new(
        new BasicAWSCredentials("local", "local"),
        new AmazonS3Config { ServiceURL = _system.Host.Address.ToString(), ForcePathStyle = true, AuthenticationRegion = "us-east-1" });

    private List<JsonNode> Outcomes() =>
    [
        .. _system.Host.ArchivedEvents().Select(text => JsonNode.Parse(text)!)
            .Where(e => e["detail-type"]!.GetValue<string>() == "UploadImported").Select(e => e["detail"]!["data"]!),
    ];

    private async Task PutAsync(string key, string content)
    {
        var request = new PutObjectRequest { BucketName = Bucket, Key = key, ContentBody = content };
        request.Metadata.Add("timezone", "-08:00");
        request.Metadata.Add("columns", "temperature=seattle-temperature:Cel");
        using var s3 = CreateS3();
        await s3.PutObjectAsync(request);
    }
}
