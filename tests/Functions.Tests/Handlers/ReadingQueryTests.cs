using System.Text.Json;
using System.Web;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Contracts;
using SensorWatch.Functions.Handlers.Queries;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Storage;
using SensorWatch.Functions.Tests.Storage;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class ReadingQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 10, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeReadingsTable _table = new();
    private readonly FakeTimeProvider _time = new(Now);

    [Fact]
    public async Task Following_next_gives_every_reading_once_and_in_order()
    {
        var readings = Enumerable.Range(0, 500).Select(i => new Reading(Now.AddHours(-i - 1), i)).ToList();
        await StoreAsync(readings);

        var found = new List<StoredReading>();
        var query = "from=2000-01-01T00:00:00Z&limit=7";
        while (true)
        {
            var page = await PageAsync(query);
            found.AddRange(page.Readings);
            if (page.Next is null)
            {
                break;
            }

            page.Readings.Count.ShouldBe(7);
            query = page.Next[(page.Next.IndexOf('?', StringComparison.Ordinal) + 1)..];
        }

        found.Select(r => new Reading(r.Time, r.Value)).ShouldBe(readings.OrderBy(r => r.Time));
    }

    [Fact]
    public async Task From_is_included_and_to_is_not()
    {
        await StoreAsync([.. Enumerable.Range(0, 10).Select(i => new Reading(Now.AddHours(i - 10), i))]);

        (await PageAsync($"from={Now.AddHours(-8):O}&to={Now.AddHours(-6):O}".Replace("+", "%2B", StringComparison.Ordinal)))
            .Readings.Select(r => r.Value).ShouldBe([2d, 3d]);
    }

    [Fact]
    public async Task Without_an_interval_the_last_day_is_meant()
    {
        await StoreAsync([new(Now.AddHours(-25), 1), new(Now.AddHours(-24), 2), new(Now.AddMinutes(-1), 3)]);

        (await PageAsync("")).Readings.Select(r => r.Value).ShouldBe([2d, 3d]);
    }

    [Fact]
    public async Task A_sensor_that_nobody_knows_has_no_readings() =>
        (await PageAsync("")).Readings.ShouldBeEmpty();

    [Fact]
    public async Task A_correction_that_came_later_counts()
    {
        await StoreAsync([new(Now.AddHours(-2), 1)], recordedAt: Now.AddHours(-1));
        await StoreAsync([new(Now.AddHours(-2), 2), new(Now.AddHours(-1), 3)], recordedAt: Now);

        (await PageAsync("")).Readings.Select(r => r.Value).ShouldBe([2d, 3d]);
    }

    [Theory]
    [InlineData("from=yesterday", "?from")]
    [InlineData("to=2026-01-01", "?to")]
    [InlineData("limit=0", "?limit")]
    [InlineData("limit=10001", "?limit")]
    [InlineData("limit=many", "?limit")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "?from")]
    public async Task A_wrong_parameter_is_named(string query, string pointer)
    {
        var response = await GetAsync(query);

        response.StatusCode.ShouldBe(400);
        JsonSerializer.Deserialize(response.Body, HttpJson.Default.Problem)!.Errors!.Single().Pointer.ShouldBe(pointer);
    }

    [Fact]
    public async Task An_impossible_sensor_id_is_refused() =>
        (await GetAsync("", sensorId: "a b")).StatusCode.ShouldBe(400);

    private Task<IReadOnlyList<ReadingChunk>> StoreAsync(IReadOnlyList<Reading> readings, DateTimeOffset? recordedAt = null) =>
        new ReadingStore(_table.Client, "readings", _time).WriteAsync(
            ReadingChunk.From(new() { SensorId = "a-1", Unit = "Cel", Readings = readings }, recordedAt ?? Now),
            CancellationToken.None);

    private async Task<ReadingsPage> PageAsync(string query)
    {
        var response = await GetAsync(query);
        response.StatusCode.ShouldBe(200, response.Body);
        return JsonSerializer.Deserialize(response.Body, HttpJson.Default.ReadingsPage)!;
    }

    private Task<HttpResponse> GetAsync(string query, string sensorId = "a-1")
    {
        var parsed = HttpUtility.ParseQueryString(query);
        var request = new HttpRequest
        {
            RawQueryString = query,
            QueryStringParameters = parsed.AllKeys.ToDictionary(key => key!, key => parsed[key]!),
            PathParameters = new Dictionary<string, string> { ["id"] = sensorId },
            RequestContext = new("http-1", "GET /sensors/{id}/readings"),
        };
        return new ReadingQuery(new ReadingStore(_table.Client, "readings", _time), _time).GetAsync(request, CancellationToken.None);
    }
}
