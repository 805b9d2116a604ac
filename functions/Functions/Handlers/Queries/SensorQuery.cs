using SensorWatch.Contracts;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Handlers.Queries;

/// <summary>
/// <c>GET /sensors/{id}</c>: one sensor. <c>GET /sensors?limit=&amp;cursor=</c>: all of them, a page at a time, in no order
/// that means anything.
/// </summary>
public sealed class SensorQuery(SensorStore sensors)
{
    public const string Route = "GET /sensors/{id}";
    public const string ListRoute = "GET /sensors";

    /// <summary>Sensors of a page when the request doesn't say.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most sensors of a page.</summary>
    public const int MaximumLimit = 1000;

    public async Task<HttpResponse> GetAsync(HttpRequest input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var sensorId = input.Path("id");
        var sensor = ReadingRules.CheckSensorId(sensorId) is null ? await sensors.GetAsync(sensorId, cancellationToken) : null;
        return sensor is null
            ? HttpResponse.From(new Problem(404, "There is no such sensor", $"No sensor '{sensorId}' is registered; PUT /sensors/{{id}} registers one."))
            : HttpResponse.Json(200, SensorView.Of(sensor), HttpJson.Default.SensorView);
    }

    public async Task<HttpResponse> ListAsync(HttpRequest input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var parameters = new QueryParameters(input);
        var limit = parameters.Limit(DefaultLimit, MaximumLimit);
        var after = parameters.Cursor(parts => parts is [var id] && ReadingRules.CheckSensorId(id) is null ? id : null);
        if (parameters.Problem is { } problem)
        {
            return HttpResponse.From(problem);
        }

        var (found, next) = await sensors.ListAsync(limit, after, cancellationToken);
        var page = new SensorsPage([.. found.Select(SensorView.Of)], next is null ? null : $"/sensors?limit={limit}&cursor={Cursor.Write(next)}");
        return HttpResponse.Json(200, page, HttpJson.Default.SensorsPage);
    }
}

/// <summary>One page of sensors.</summary>
/// <param name="Sensors">In no order that means anything.</param>
/// <param name="Next">Path and query of the next page; null on the last.</param>
public sealed record SensorsPage(IReadOnlyList<SensorView> Sensors, string? Next);
