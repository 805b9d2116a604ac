using System.Net;
using System.Text.Json.Nodes;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>The chain of HTTP request, function, event, rule, queue, function and row.</summary>
[Collection(EndToEndCollection.Name)]
public sealed class ReadingsTests : IAsyncLifetime
{
    private RunningSystem _system = null!;

    public async Task InitializeAsync() => _system = await RunningSystem.StartAsync();

    public async Task DisposeAsync() => await _system.DisposeAsync();

    [Fact]
    public async Task Readings_that_are_posted_come_back_from_the_query_value_for_value()
    {
        var eventIds = new List<string>();
        foreach (var batch in Readings.Seattle.Chunk(300))
        {
            using var response = await _system.PostReadingsAsync(Readings.Body("seattle-temperature", batch));
            response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
            var receipt = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            receipt["accepted"]!.GetValue<int>().ShouldBe(batch.Length);
            eventIds.AddRange(receipt["eventIds"]!.AsArray().Select(id => id!.GetValue<string>()));
        }

        await _system.UntilAsync("all readings", async () => (await _system.AllReadingsAsync("seattle-temperature")).Count >= Readings.Seattle.Count);

        (await _system.AllReadingsAsync("seattle-temperature")).ShouldBe(Readings.Seattle);
        eventIds.ShouldAllBe(id => _system.Log.Any(line => line.Contains(id)));
    }

    [Fact]
    public async Task The_same_request_twice_is_stored_once()
    {
        var body = Readings.Body("greenhouse-1", Readings.Seattle.Take(48));
        (await _system.PostReadingsAsync(body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _system.UntilAsync("the readings", async () => (await _system.AllReadingsAsync("greenhouse-1")).Count == 48);
        var table = _system.ReadingsTable;
        var items = await _system.ScanAsync(table);

        (await _system.PostReadingsAsync(body)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _system.UntilAsync(
            "the second event",
            () => Task.FromResult(_system.Host.Functions.Single(f => f.FunctionName.Contains("StoreReadings")).Invocations == 2));

        (await _system.ScanAsync(table)).Count.ShouldBe(items.Count);
        (await _system.AllReadingsAsync("greenhouse-1")).Count.ShouldBe(48);
    }

    [Fact]
    public async Task One_wrong_reading_and_nothing_of_the_request_is_published()
    {
        var body = Readings.Body("greenhouse-1", Readings.Seattle.Take(10)).Replace("\"value\":4.2", "\"value\":null", StringComparison.Ordinal)
            .Replace("\"unit\":\"Cel\"", "\"unit\":7", StringComparison.Ordinal);

        using var response = await _system.PostReadingsAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]!.AsArray().Select(e => e!["pointer"]!.GetValue<string>())
            .ShouldContain("#/unit");
        _system.Log.ShouldNotContain(line => line.Contains("detail-type") || line.Contains("ReadingsRecorded"));
    }

    [Theory]
    [InlineData("not JSON", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("too large", HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_that_cannot_be_used_is_explained(string body, HttpStatusCode status)
    {
        using var response = await _system.PostReadingsAsync(body == "too large" ? new string(' ', 600 * 1024) : body);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_path_without_a_route_is_not_found()
    {
        using var response = await _system.SendAsync(HttpMethod.Get, "/nothing/here", _system.OperatorToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"message":"Not Found"}""");
    }
}
