using Amazon.Lambda.Core;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// <c>GET /sensors/{id}/readings?from=&amp;to=&amp;limit=</c>: a sensor's readings with from &lt;= time &lt; to, in the order of
/// time, a page at a time. Without <c>to</c> up to now, without <c>from</c> the day before <c>to</c>.
/// </summary>
public sealed class Query(ReadingStore store, TimeProvider time) : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
{
    /// <summary>Name of the readings table.</summary>
    public const string ReadingsTableName = "READINGS_TABLE_NAME";

    /// <summary>Readings of a page when the request doesn't say.</summary>
    public const int DefaultLimit = 1000;

    /// <summary>Most readings of a page; about 700 KB of JSON, well within Lambda's 6 MB.</summary>
    public const int MaximumLimit = 10_000;

    public static IReadOnlyList<string> Variables => [ReadingsTableName];

    public async Task<HttpResponse> HandleAsync(HttpRequest input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var errors = new List<FieldError>();
        var sensorId = input.Path("id");
        if (ReadingRules.CheckSensorId(sensorId) is { } error)
        {
            errors.Add(new("/sensors/{id}", error));
        }

        var to = ReadTime(input, "to", errors) ?? time.GetUtcNow();
        var from = ReadTime(input, "from", errors) ?? Earlier(to, TimeSpan.FromDays(1));
        var limit = ReadLimit(input, errors);
        if (errors.Count == 0 && from > to)
        {
            errors.Add(new("?from", $"expected a time not after 'to' ({UtcTimeConverter.ToText(to)}); got {UtcTimeConverter.ToText(from)}"));
        }

        if (errors.Count > 0)
        {
            return HttpResponse.From(new Problem(400, "The request is not valid", "Mend the listed parameters.") { Errors = errors });
        }

        var (readings, next) = await store.ReadPageAsync(sensorId, from, to, limit, cancellationToken);
        var page = new ReadingsPage(sensorId, readings, next is { } start ? PathOf(sensorId, start, to, limit) : null);
        return HttpResponse.Json(200, page, HttpJson.Default.ReadingsPage);
    }

    private static string PathOf(string sensorId, DateTimeOffset from, DateTimeOffset to, int limit) =>
        $"/sensors/{sensorId}/readings?from={UtcTimeConverter.ToText(from)}&to={UtcTimeConverter.ToText(to)}&limit={limit}";

    private static DateTimeOffset Earlier(DateTimeOffset time, TimeSpan by) =>
        time - DateTimeOffset.MinValue < by ? DateTimeOffset.MinValue : time - by;

    private static DateTimeOffset? ReadTime(HttpRequest input, string name, List<FieldError> errors)
    {
        if (input.Query(name) is not { Length: > 0 } text)
        {
            return null;
        }

        if (UtcTimeConverter.TryParse(text, out var value))
        {
            return value;
        }

        errors.Add(new($"?{name}", $"expected a time with an offset, such as 2010-01-01T09:00:00Z ('+' is written %2B); got '{text}'"));
        return null;
    }

    private static int ReadLimit(HttpRequest input, List<FieldError> errors)
    {
        if (input.Query("limit") is not { Length: > 0 } text)
        {
            return DefaultLimit;
        }

        if (int.TryParse(text, out var limit) && limit is >= 1 and <= MaximumLimit)
        {
            return limit;
        }

        errors.Add(new("?limit", $"expected a whole number from 1 to {MaximumLimit}; got '{text}'"));
        return DefaultLimit;
    }
}

/// <summary>One page of a sensor's readings.</summary>
/// <param name="SensorId">The sensor.</param>
/// <param name="Readings">In the order of time.</param>
/// <param name="Next">Path and query of the next page; null on the last.</param>
public sealed record ReadingsPage(string SensorId, IReadOnlyList<StoredReading> Readings, string? Next);
