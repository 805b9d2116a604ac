using System.Text;
using System.Text.Json.Nodes;

namespace SensorWatch.Local.Console.Sending;

/// <summary>A burst that runs: several clients send its requests, each when it is due.</summary>
internal sealed class Burst
{
    private const int ExampleLength = 300;

    private readonly Lock _lock = new();
    private readonly BurstDefinition _definition;
    private readonly string _path;
    private readonly int _perRequest;
    private readonly TimeSpan _duration;
    private readonly SampleValues _values;
    private readonly TimeProvider _time;
    private readonly Dictionary<int, BurstFailure> _failures = [];
    private readonly CancellationTokenSource _stop;
    private BurstProgress _progress;
    private int _next;

    /// <param name="definition">What is sent.</param>
    /// <param name="path">To which path.</param>
    /// <param name="count">How many of its unit.</param>
    /// <param name="duration">In which time.</param>
    /// <param name="starts">The start commands' values.</param>
    /// <param name="time">The clock that runs.</param>
    /// <param name="stop">Ends it.</param>
    public Burst(
        BurstDefinition definition,
        string path,
        int count,
        TimeSpan duration,
        IReadOnlyDictionary<string, string> starts,
        TimeProvider time,
        CancellationToken stop)
    {
        (_definition, _path, _duration, _time) = (definition, path, duration, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _perRequest = Math.Max(1, definition.Repeat?.PerRequest ?? 1);

        // Each has a time of its own, a millisecond apart at least, and none is in the future: as if they had been gathered before.
        var now = time.GetUtcNow();
        var span = TimeSpan.FromMilliseconds(Math.Max(duration.TotalMilliseconds, count));
        _values = new(starts, i => now - span + (span * ((double)i / count)));
        _progress = new()
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = definition.Name,
            Unit = definition.Unit,
            Sent = 0,
            Accepted = 0,
            Failed = 0,
            Requests = 0,
            Total = count,
            StartedAt = now,
            Failures = [],
        };
    }

    /// <summary>How far it is.</summary>
    public BurstProgress Progress
    {
        get
        {
            lock (_lock)
            {
                return _progress;
            }
        }
    }

    private int Requests => (int)((_progress.Total + _perRequest - 1) / _perRequest);

    /// <summary>Sends everything.</summary>
    public async Task RunAsync(HttpClient client)
    {
        var started = _time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Clamp(_definition.Clients, 1, 64)).Select(_ => SendAsync(client, started)));
        lock (_lock)
        {
            _progress = _progress with { EndedAt = _time.GetUtcNow() };
        }

        _stop.Dispose();
    }

    /// <summary>Sends no more.</summary>
    public void Cancel()
    {
        if (Progress.EndedAt is null)
        {
            _stop.Cancel();
        }
    }

    private async Task SendAsync(HttpClient client, long started)
    {
        try
        {
            for (var number = Interlocked.Increment(ref _next) - 1; number < Requests; number = Interlocked.Increment(ref _next) - 1)
            {
                var due = (_duration * ((double)number / Requests)) - _time.GetElapsedTime(started);
                if (due > TimeSpan.Zero)
                {
                    await Task.Delay(due, _time, _stop.Token);
                }

                await SendAsync(client, number);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The rest isn't sent.
        }
    }

    private async Task SendAsync(HttpClient client, int number)
    {
        var first = ((long)number * _perRequest) + 1;
        var count = (int)Math.Min(_perRequest, _progress.Total - first + 1);
        using var request = Request(first, count);
        try
        {
            using var response = await client.SendAsync(request, _stop.Token);
            Count(count, (int)response.StatusCode, response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync(_stop.Token));
        }
        catch (HttpRequestException exception)
        {
            Count(count, 0, exception.Message);
        }
    }

    private HttpRequestMessage Request(long first, int count)
    {
        var values = _values.For(first);
        var request = new HttpRequestMessage(new(_definition.Route.Split(' ')[0]), Placeholders.Fill(_path, values));
        if (Body(first, count) is { } body)
        {
            request.Content = new ByteArrayContent(body is JsonValue text ? Encoding.UTF8.GetBytes(text.ToString()) : ConsoleJson.Encode(body));
        }

        foreach (var (name, template) in _definition.Headers)
        {
            var value = Placeholders.Fill(template, values);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private JsonNode? Body(long first, int count)
    {
        var body = Placeholders.Fill(_definition.Body, _values.For(first));
        if (_definition.Repeat is { } repeat && body is JsonObject members)
        {
            var element = (_definition.Body![repeat.Member] as JsonArray)?.FirstOrDefault();
            members[repeat.Member] = new JsonArray([.. Enumerable.Range(0, count).Select(i => Placeholders.Fill(element, _values.For(first + i)))]);
        }

        return body;
    }

    private void Count(int count, int status, string answer)
    {
        var accepted = status is >= 200 and < 300;
        lock (_lock)
        {
            if (!accepted)
            {
                var known = _failures.GetValueOrDefault(status) ?? new(status, 0, answer.Length > ExampleLength ? answer[..ExampleLength] : answer);
                _failures[status] = known with { Count = known.Count + 1 };
            }

            _progress = _progress with
            {
                Sent = _progress.Sent + count,
                Accepted = _progress.Accepted + (accepted ? count : 0),
                Failed = _progress.Failed + (accepted ? 0 : count),
                Requests = _progress.Requests + 1,
                Failures = [.. _failures.Values],
            };
        }
    }
}
