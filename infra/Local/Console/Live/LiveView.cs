using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using SensorWatch.Local.Console.Sending;

namespace SensorWatch.Local.Console.Live;

/// <summary>
/// The live view's stream, <c>GET live</c>: server-sent events of type <c>tick</c>, one a second.
/// https://html.spec.whatwg.org/multipage/server-sent-events.html
/// </summary>
internal sealed class LiveView : IAsyncDisposable
{
    private readonly ConsoleServices _services;
    private readonly IReadOnlyList<ILiveCounters> _counters;
    private readonly Func<BurstProgress?> _burst;
    private readonly DateTimeOffset _startedAt;
    private readonly LiveTicks _ticks;

    public LiveView(ConsoleServices services, IReadOnlyList<ILiveCounters> counters, Func<BurstProgress?> burst, ILogger logger)
    {
        (_services, _counters, _burst) = (services, counters, burst);
        _startedAt = services.Clock.GetUtcNow();
        _ticks = new(() => ConsoleJson.Encode(Compute()), services.Real, logger);
    }

    public IEnumerable<ConsoleRoute> Routes() => [new("GET", "live", StreamAsync)];

    public ValueTask DisposeAsync() => _ticks.DisposeAsync();

    private LiveTick Compute()
    {
        var (nodes, edges, recent) = LiveTick.Join([.. _counters.Select(counters => counters.Read())]);
        return new(
            _services.Clock.GetUtcNow(),
            _startedAt,
            _services.Clock.Offset.TotalMilliseconds,
            _services.IsIdle(),
            nodes,
            edges,
            recent,
            _burst());
    }

    private async Task StreamAsync(ConsoleCall call)
    {
        var response = call.Context.Response;
        response.ContentType = "text/event-stream";
        call.Context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await foreach (var tick in _ticks.SubscribeAsync(call.Aborted))
        {
            await response.Body.WriteAsync("event: tick\ndata: "u8.ToArray(), call.Aborted);
            await response.Body.WriteAsync(tick, call.Aborted);
            await response.Body.WriteAsync("\n\n"u8.ToArray(), call.Aborted);
            await response.Body.FlushAsync(call.Aborted);
        }
    }
}
