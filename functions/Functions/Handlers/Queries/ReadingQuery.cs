using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers.Queries;

/// <summary>
/// <c>GET /sensors/{id}/readings?from=&amp;to=&amp;limit=</c>: a sensor's readings with from &lt;= time &lt; to, in the order of
/// time, a page at a time. Without <c>to</c> up to now, without <c>from</c> the day before <c>to</c>.
/// </summary>
public sealed class ReadingQuery(ReadingStore store, TimeProvider time)
{
    public const string Route = "GET /sensors/{id}/readings";

    /// <summary>Readings of a page when the request doesn't say.</summary>
    public const int DefaultLimit = 1000;

    /// <summary>Most readings of a page; about 700 KB of JSON, well within Lambda's 6 MB.</summary>
    public const int MaximumLimit = 10_000;

    public async Task<HttpResponse> GetAsync(HttpRequest input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var parameters = new QueryParameters(input);
        var sensorId = input.Path("id");
        parameters.Check("/sensors/{id}", ReadingRules.CheckSensorId(sensorId));
        var to = parameters.Time("to") ?? time.GetUtcNow();
        var from = parameters.Time("from") ?? Earlier(to, TimeSpan.FromDays(1));
        var limit = parameters.Limit(DefaultLimit, MaximumLimit);
        if (parameters.Problem is null && from > to)
        {
            parameters.Check("?from", $"expected a time not after 'to' ({UtcTimeConverter.ToText(to)}); got {UtcTimeConverter.ToText(from)}");
        }

        if (parameters.Problem is { } problem)
        {
            return HttpResponse.From(problem);
        }

        var (readings, next) = await store.ReadPageAsync(sensorId, from, to, limit, cancellationToken);
        var page = new ReadingsPage(sensorId, readings, next is { } start ? PathOf(sensorId, start, to, limit) : null);
        return HttpResponse.Json(200, page, HttpJson.Default.ReadingsPage);
    }

    private static string PathOf(string sensorId, DateTimeOffset from, DateTimeOffset to, int limit) =>
        $"/sensors/{sensorId}/readings?from={UtcTimeConverter.ToText(from)}&to={UtcTimeConverter.ToText(to)}&limit={limit}";

    private static DateTimeOffset Earlier(DateTimeOffset time, TimeSpan by) =>
        time - DateTimeOffset.MinValue < by ? DateTimeOffset.MinValue : time - by;
}

/// <summary>One page of a sensor's readings.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="Readings">In the order of time.</param>
/// <param name="Next">Path and query of the next page; null on the last.</param>
public sealed record ReadingsPage(string SensorId, IReadOnlyList<StoredReading> Readings, string? Next);
