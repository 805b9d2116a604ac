using Amazon.Lambda.Core;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers.Queries;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers;

/// <summary>All routes that only read. The route's key chooses the query; each has its own class.</summary>
public sealed class Query(ReadingQuery readings, SensorQuery sensors, AlertQuery alerts) : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
{
    public static IReadOnlyList<Need> Needs => [ReadingStore.ToRead, SensorStore.ToGet, SensorStore.ToList, AlertStore.ToGet, AlertIndex.ToList];

    /// <summary>Route keys that lead here, for the stack that defines the API.</summary>
    public static IReadOnlyList<string> Routes =>
        [SensorQuery.ListRoute, SensorQuery.Route, ReadingQuery.Route, AlertQuery.ListRoute, AlertQuery.Route];

    public Task<HttpResponse> HandleAsync(HttpRequest input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.RequestContext.RouteKey switch
        {
            SensorQuery.ListRoute => sensors.ListAsync(input, cancellationToken),
            SensorQuery.Route => sensors.GetAsync(input, cancellationToken),
            ReadingQuery.Route => readings.GetAsync(input, cancellationToken),
            AlertQuery.ListRoute => alerts.ListAsync(input, cancellationToken),
            AlertQuery.Route => alerts.GetAsync(input, cancellationToken),
            var route => throw new InvalidOperationException($"Query has no answer for the route '{route}'; it has {string.Join(", ", Routes)}."),
        };
    }
}
