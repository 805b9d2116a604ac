using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers.Queries;

/// <summary>
/// <c>GET /alerts/{id}</c>: one alert. <c>GET /alerts?subject=&amp;status=&amp;from=&amp;to=&amp;limit=&amp;cursor=</c>: alerts that were
/// opened at from &lt;= time &lt; to, the newest first, a page at a time. With a subject (a sensor's id, or a CloudWatch
/// alarm's name) its alerts of any status, or of the one given; without a subject those of one status: open, unless another is
/// given.
/// </summary>
public sealed class AlertQuery(AlertStore alerts, AlertIndex index)
{
    public const string Route = "GET /alerts/{id}";
    public const string ListRoute = "GET /alerts";

    /// <summary>Alerts of a page when the request doesn't say.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most alerts of a page.</summary>
    public const int MaximumLimit = 1000;

    private const int MaximumSubjectLength = 255;

    private static readonly string[] Filters = ["subject", "status", "from", "to"];

    public async Task<HttpResponse> GetAsync(HttpRequest input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var alertId = input.Path("id");
        return await alerts.GetAsync(alertId, cancellationToken) is { } alert
            ? HttpResponse.Json(200, AlertView.Of(alert), HttpJson.Default.AlertView)
            : HttpResponse.From(AlertProblems.NotFound(alertId));
    }

    public async Task<HttpResponse> ListAsync(HttpRequest input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var parameters = new QueryParameters(input);
        var subject = parameters.Text("subject");
        parameters.Check("?subject", subject?.Length > MaximumSubjectLength ? $"expected at most {MaximumSubjectLength} characters; got {subject.Length}" : null);
        var status = parameters.Enum<AlertStatus>("status");
        var filter = new AlertFilter
        {
            Subject = subject,
            Status = status ?? (subject is null ? AlertStatus.Open : null),
            From = parameters.Time("from") ?? DateTimeOffset.MinValue,
            To = parameters.Time("to") ?? DateTimeOffset.MaxValue,
        };
        if (parameters.Problem is null && filter.From >= filter.To)
        {
            parameters.Check("?from", $"expected a time before 'to' ({UtcTimeConverter.ToText(filter.To)}); got {UtcTimeConverter.ToText(filter.From)}");
        }

        var limit = parameters.Limit(DefaultLimit, MaximumLimit);
        var after = parameters.Cursor(parts => ReadPosition(parts, filter));
        if (parameters.Problem is { } problem)
        {
            return HttpResponse.From(problem);
        }

        var (found, next) = await index.ListAsync(filter, limit, after, cancellationToken);
        var page = new AlertsPage([.. found.Select(AlertView.Of)], next is null ? null : PathOf(parameters, limit, next));
        return HttpResponse.Json(200, page, HttpJson.Default.AlertsPage);
    }

    /// <summary>DynamoDB refuses a start outside the interval that is asked for.</summary>
    private static AlertPosition? ReadPosition(IReadOnlyList<string> parts, AlertFilter filter) =>
        parts is [var openedAt, { Length: >= 1 and <= AlertIds.MaximumLength } alertId]
        && SortableTime.TryParse(openedAt, out var time)
        && time >= filter.From
        && time < filter.To
            ? new(time, alertId)
            : null;

    private static string PathOf(QueryParameters parameters, int limit, AlertPosition next)
    {
        var given = Filters
            .Where(name => parameters.Text(name) is not null)
            .Select(name => $"{name}={Uri.EscapeDataString(parameters.Text(name)!)}&");
        return $"/alerts?{string.Concat(given)}limit={limit}&cursor={Cursor.Write(SortableTime.ToText(next.OpenedAt), next.AlertId)}";
    }
}

/// <summary>One page of alerts.</summary>
/// <param name="Alerts">The newest first.</param>
/// <param name="Next">Path and query of the next page; null on the last.</param>
public sealed record AlertsPage(IReadOnlyList<AlertView> Alerts, string? Next);
