using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Store;

namespace SensorWatch.Local.Timing;

/// <summary>
/// <c>GET /_local/time</c> tells what the services' clock shows, <c>POST</c> with <c>{"advance": "PT24H"}</c>, or a number
/// of seconds, sets it forward and answers when it is there.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="database">Where its offset is kept.</param>
/// <param name="isQuiet">Whether no function runs and none has anything to take.</param>
/// <param name="isRunning">Whether a function runs.</param>
public sealed class TimeControl(LocalClock clock, Database database, Func<bool> isQuiet, Func<bool> isRunning) : IDisposable
{
    public const string PathPrefix = "/_local/time";

    /// <summary>How far one request may go.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    /// <summary>
    /// Time goes from timer to timer, so that what one sets off, and that sets off in turn, comes at its own time: a retry
    /// after a retry. In a long time with very many timers, those that are due close together come together.
    /// </summary>
    private const int MaximumSteps = 5_000;

    /// <summary>How long what a timer set off gets to reach a function, in real time.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);

    /// <summary>How many moments to wait for something that is not at rest, though no function runs: it may wait for the clock itself.</summary>
    private const int PatientMoments = 50;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Answers a request.</summary>
    public Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return LocalControl.AnswerAsync(context, async () =>
        {
            switch (context.Request.Method)
            {
                case "GET":
                    break;
                case "POST":
                    await AdvanceAsync(Read(await LocalControl.ReadAsync(context)), context.RequestAborted);
                    break;
                default:
                    throw LocalControl.MethodNotAllowed(context.Request, "GET and POST");
            }

            return new() { ["now"] = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"), ["offset"] = XmlConvert.ToString(clock.Offset) };
        });
    }

    /// <summary>Sets the clock forward, step by step; functions that begin to work in between are waited for.</summary>
    /// <param name="by">How far.</param>
    /// <param name="cancellationToken">Leaves the clock where it is by then.</param>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Kept before anything sees the later time: after a kill in between, the next run begins at the end.
            var end = clock.Offset + by;
            ClockStore.Save(database, end);
            var least = by / MaximumSteps;
            while (clock.Offset < end)
            {
                await SettleAsync(cancellationToken);
                var step = clock.UntilNextTimer is { } next && next > least ? next : least;
                var left = end - clock.Offset;
                clock.Advance(step < left ? step : left);
            }

            await SettleAsync(cancellationToken);
        }
        finally
        {
            ClockStore.Save(database, clock.Offset);
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Moment, cancellationToken);
        for (var moment = 0; moment < PatientMoments && !isQuiet(); moment++)
        {
            await Task.Delay(Moment, cancellationToken);
            if (isRunning())
            {
                moment = 0;
            }
        }
    }

    private static TimeSpan Read(JsonObject request)
    {
        const string Expected = "{\"advance\": …} with a duration of ISO 8601 such as \"PT24H\", or a number of seconds, is expected";
        TimeSpan? by = (request.Count, request["advance"]) switch
        {
            (1, JsonValue value) when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out double seconds)
                && Math.Abs(seconds) <= Furthest.TotalSeconds => TimeSpan.FromSeconds(seconds),
            (1, JsonValue value) when value.TryGetValue(out string? text) => Duration(text),
            _ => null,
        };
        return by is { } time && time > TimeSpan.Zero && time <= Furthest
            ? time
            : throw new AwsException("InvalidRequest", $"{Expected}, more than nothing and at most {Furthest.TotalDays} days; {request.ToJsonString()} came.");
    }

    private static TimeSpan? Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}
