using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Hosting;

namespace SensorWatch.EndToEnd.Tests;

/// <summary>
/// A local run with real function processes, driven over HTTP as a user drives it. Queues, windows and retries live by a
/// clock of the test's, so that minutes pass in no time.
/// </summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    /// <summary>A bound for what takes processes to start and to work on a slow machine; nothing waits this long when all is well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MaximumAttempts = 10;

    private readonly LocalHost _host;
    private readonly FakeTimeProvider _time;
    private readonly RecordingLoggers _loggers;

    private RunningSystem(LocalHost host, FakeTimeProvider time, RecordingLoggers loggers)
    {
        _host = host;
        _time = time;
        _loggers = loggers;
        Http = new() { BaseAddress = host.Address, Timeout = Patience };
    }

    /// <summary>A device's token, good for the sensors that cdk.json names; null in an assembly that is not this project's.</summary>
    public string? DeviceToken => StartValue("DEVICE_TOKEN");

    /// <summary>An operator's token; null in an assembly that is not this project's.</summary>
    public string? OperatorToken => StartValue("OPERATOR_TOKEN");

    public HttpClient Http { get; }

    public LocalHost Host => _host;

    /// <summary>Name of the readings table.</summary>
    public string ReadingsTable => _host.Deployment.Tables.Single(table => table.Resource.Path.Contains("/Readings/")).Name;

    public IReadOnlyCollection<string> Log => _loggers.Lines;

    /// <summary>Starts the system of this repository, or that of a given cloud assembly, on a free port.</summary>
    public static async Task<RunningSystem> StartAsync(string? assemblyDirectory = null)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var loggers = new RecordingLoggers();
        var options = new LocalOptions { Port = 0, AssemblyDirectory = assemblyDirectory };
        return new(await LocalHost.StartAsync(options, time, loggers), time, loggers);
    }

    /// <summary>Calls an operation of an AWS service with the JSON protocol.</summary>
    /// <param name="target">The value of <c>X-Amz-Target</c>: <c>AWSEvents.PutEvents</c>.</param>
    /// <param name="request">The request.</param>
    public async Task<JsonObject> AwsAsync(string target, JsonObject request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/");
        message.Headers.Add("X-Amz-Target", target);
        message.Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.0");
        using var response = await Http.SendAsync(message);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"{target}: {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Puts events on a bus, each with the given detail.</summary>
    public async Task PutEventsAsync(string bus, string source, string detailType, params IEnumerable<string> details)
    {
        var entries = details.Select(detail => (JsonNode)new JsonObject
        {
            ["EventBusName"] = bus,
            ["Source"] = source,
            ["DetailType"] = detailType,
            ["Detail"] = detail,
        });
        var answer = await AwsAsync("AWSEvents.PutEvents", new() { ["Entries"] = new JsonArray([.. entries]) });
        answer["FailedEntryCount"]!.GetValue<int>().ShouldBe(0);
    }

    /// <summary>All items of a table.</summary>
    public async Task<IReadOnlyList<JsonObject>> ScanAsync(string tableName)
    {
        var answer = await AwsAsync("DynamoDB_20120810.Scan", new() { ["TableName"] = tableName });
        answer.ContainsKey("LastEvaluatedKey").ShouldBeFalse("the test expects one page");
        return [.. answer["Items"]!.AsArray().Select(item => item!.AsObject())];
    }

    /// <summary>Counts of a queue's messages: visible, and in flight.</summary>
    public async Task<(int Visible, int InFlight)> CountAsync(string queueUrl)
    {
        var answer = await AwsAsync("AmazonSQS.GetQueueAttributes", new() { ["QueueUrl"] = queueUrl, ["AttributeNames"] = new JsonArray("All") });
        return (Number("ApproximateNumberOfMessages"), Number("ApproximateNumberOfMessagesNotVisible"));

        int Number(string name) => int.Parse(answer["Attributes"]![name]!.GetValue<string>());
    }

    /// <summary>Lets time pass, a step after the other, until a condition holds.</summary>
    /// <param name="what">What is waited for, for the message when it does not come.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="step">How much passes between two looks; a second by default.</param>
    public async Task UntilAsync(string what, Func<Task<bool>> condition, TimeSpan? step = null)
    {
        var waited = Stopwatch.StartNew();
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException($"Waited in vain for: {what}. The last lines of the log:\n{string.Join('\n', Log.TakeLast(30))}");
            }

            await look.WaitForNextTickAsync();
            if (_host.Functions.All(function => function is { Busy: 0, Waiting: 0 }))
            {
                _time.Advance(step ?? TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Gets JSON from the HTTP API, as an operator.</summary>
    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path, OperatorToken);
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"GET {path}: {body}");
        return JsonNode.Parse(body)!.AsObject();
    }

    /// <summary>Posts readings, as a device.</summary>
    public Task<HttpResponseMessage> PostReadingsAsync(string json, string? correlationId = null) =>
        SendAsync(HttpMethod.Post, "/readings", DeviceToken, json, correlationId);

    /// <summary>Calls the HTTP API. When it is throttled, waits a second of the test's time and calls again, as a client would.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="token">Goes into the Authorization header; null for none.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="correlationId">Goes into the x-correlation-id header; null for none.</param>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token, string? json = null, string? correlationId = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var response = await SendOnceAsync(method, path, token, json, correlationId);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || attempt == MaximumAttempts)
            {
                return response;
            }

            response.Dispose();
            Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Lets time pass at once.</summary>
    public void Advance(TimeSpan time) => _time.Advance(time);

    private string? StartValue(string name) => _host.StartValues.FirstOrDefault(value => value.Key == name).Value;

    private async Task<HttpResponseMessage> SendOnceAsync(HttpMethod method, string path, string? token, string? json, string? correlationId)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (correlationId is not null)
        {
            request.Headers.Add("x-correlation-id", correlationId);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.DisposeAsync();
        _loggers.Dispose();
    }
}
