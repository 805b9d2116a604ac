using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace SensorWatch.Benchmarks.Readings;

/// <summary>Posts readings as a device and reads them as an operator.</summary>
internal sealed class ReadingsClient(Uri address, string deviceToken, string operatorToken) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { BaseAddress = address };
    private int _refused;

    /// <summary>How many requests were told to come again.</summary>
    public int Refused => _refused;

    public void Dispose() => _http.Dispose();

    /// <summary>Posts a batch until it is accepted.</summary>
    /// <exception cref="HttpRequestException">It is wrong.</exception>
    public async Task PostAsync((string SensorId, DateTimeOffset Time, double Value)[] batch, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["sensorId"] = batch[0].SensorId,
            ["unit"] = "Cel",
            ["readings"] = new JsonArray([.. batch.Select(reading => new JsonObject { ["time"] = reading.Time.ToString("O"), ["value"] = reading.Value })]),
        }.ToJsonString();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/readings");
            request.Headers.Authorization = new("Bearer", deviceToken);
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
            {
                response.EnsureSuccessStatusCode();
                return;
            }

            Interlocked.Increment(ref _refused);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>All readings of sensors.</summary>
    public async Task<List<(string SensorId, DateTimeOffset Time, double Value)>> ReadAllAsync(IEnumerable<string> sensorIds)
    {
        var readings = new List<(string, DateTimeOffset, double)>();
        foreach (var sensorId in sensorIds)
        {
            for (var path = $"/sensors/{sensorId}/readings?from=2000-01-01T00:00:00Z&limit=1000"; path is not null;)
            {
                var page = await GetAsync(path);
                readings.AddRange(page["readings"]!.AsArray().Select(r => (sensorId, r!["time"]!.GetValue<DateTimeOffset>(), r["value"]!.GetValue<double>())));
                path = (string?)page["next"];
            }
        }

        return readings;
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Authorization = new("Bearer", operatorToken);
            using var response = await _http.SendAsync(request);
            if (response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            {
                await Task.Delay(Pause);
                continue;
            }

            response.EnsureSuccessStatusCode();
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        }
    }
}
