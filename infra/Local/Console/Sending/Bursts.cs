using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Sending;

/// <summary>The bursts that the app offers: <c>GET bursts</c>, <c>POST bursts</c>, one at a time, and <c>POST bursts/cancel</c>.</summary>
internal sealed class Bursts(ConsoleServices services, RouteViews routes, Func<AppExamples> app) : IAsyncDisposable
{
    private const int MaximumCount = 1_000_000;
    private const double MaximumSeconds = 3_600;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client = new() { BaseAddress = services.Address };
    private Burst? _burst;
    private Task _running = Task.CompletedTask;

    /// <summary>The burst that runs or ran last; null before the first.</summary>
    public BurstProgress? Progress
    {
        get
        {
            lock (_lock)
            {
                return _burst?.Progress;
            }
        }
    }

    public IEnumerable<ConsoleRoute> Routes() =>
    [
        ConsoleRoute.Get("bursts", _ => new
        {
            Bursts = app().Bursts.Select(burst => new { burst.Name, burst.Route, burst.Description, burst.Unit, Defaults = new { burst.Count, burst.Seconds } }).ToList(),
        }),
        ConsoleRoute.Post<BurstRequest>("bursts", (_, request) => Task.FromResult<object>(new { Start(request).Id })),
        ConsoleRoute.Post<JsonObject>("bursts/cancel", (_, _) =>
        {
            lock (_lock)
            {
                _burst?.Cancel();
            }

            return Task.FromResult<object>(new JsonObject());
        }),
    ];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private BurstProgress Start(BurstRequest request)
    {
        var definition = app().Bursts.FirstOrDefault(burst => burst.Name == request.Name)
            ?? throw ConsoleErrors.NotFound("burst", request.Name, app().Bursts.Select(burst => burst.Name));
        var (count, seconds) = (request.Count ?? definition.Count, request.Seconds ?? definition.Seconds);
        if (count is < 1 or > MaximumCount || seconds is < 0 or > MaximumSeconds || double.IsNaN(seconds))
        {
            throw ConsoleErrors.Invalid($"A burst takes a count from 1 to {MaximumCount} and seconds from 0 to {MaximumSeconds}; {count} in {seconds} s came.");
        }

        var path = routes.PathOf(definition.Route, definition.Path) ?? throw ConsoleErrors.Invalid(
            $"The burst '{definition.Name}' is for the route {definition.Route}, which no HTTP API here has, or whose path has variables: mend 'local:bursts' in cdk.json.");
        lock (_lock)
        {
            if (!_running.IsCompleted)
            {
                throw ConsoleErrors.Conflict($"The burst '{_burst!.Progress.Name}' runs; cancel it, or wait until it has ended.");
            }

            _burst = new(definition, path, count, TimeSpan.FromSeconds(seconds), app().StartValues, services.Real, _stop.Token);
            var burst = _burst;
            _running = Task.Run(() => burst.RunAsync(_client));
            return burst.Progress;
        }
    }
}

/// <summary>Asks for a burst.</summary>
internal sealed record BurstRequest
{
    public required string Name { get; init; }

    /// <summary>Null for the burst's own.</summary>
    public int? Count { get; init; }

    /// <summary>Null for the burst's own.</summary>
    public double? Seconds { get; init; }
}
