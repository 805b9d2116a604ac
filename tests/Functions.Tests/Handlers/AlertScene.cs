using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Tests.Storage;

namespace SensorWatch.Functions.Tests.Handlers;

/// <summary>Tables, a clock and the handlers of sensors and alerts, for tests that let them work together.</summary>
internal sealed class AlertScene
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly Limits Limits = new() { LowCritical = -10, LowWarning = 0, HighWarning = 30, HighCritical = 35, Hysteresis = 1 };

    public FakeDynamoDb Db { get; } = new();

    public FakeTimeProvider Time { get; } = new(Start);

    public FakeContext Context { get; } = new();

    public FakeMetrics Metrics { get; } = new();

    public SensorStore Sensors => new(Db.Client, FakeDynamoDb.Sensors);

    public AlertStore Alerts => new(Db.Client, FakeDynamoDb.Alerts, Time);

    public AlertIndex Index => new(Db.Client, FakeDynamoDb.Alerts);

    /// <summary>All alerts, in the order of their ids.</summary>
    public IReadOnlyList<StoredAlert> Stored => [.. Db.Where(AlertTable.AlertPrefix).Select(AlertItem.Read)];

    /// <summary>Each alert as <c>HighWarning open</c>, in the order of their ids.</summary>
    public IReadOnlyList<string> Summary =>
        [.. Stored.Select(a => $"{a.Alert.Limit?.ToString() ?? a.Alert.Kind.ToString()} {a.Status.ToString().ToLower(CultureInfo.InvariantCulture)}")];

    /// <summary>Stores a sensor as RegisterSensor would.</summary>
    public async Task<Sensor> RegisterAsync(string sensorId = "s-1", Limits? limits = null, int? expectedEvery = null, string unit = "Cel")
    {
        var current = await Sensors.GetAsync(sensorId, CancellationToken.None);
        var request = new SensorRequest("A sensor", unit, limits ?? Limits, TimeZone: null, expectedEvery);
        var sensor = Registration.Apply(current, sensorId, request, Origin.Outside("c-0"), Time.GetUtcNow());
        (sensor == current || await Sensors.TryPutAsync(sensor, CancellationToken.None)).ShouldBeTrue();
        return sensor;
    }

    public static SQSEvent.SQSMessage Message(string id, string body) => new() { MessageId = id, Body = body };

    /// <summary>An event as it comes from a queue, with the message id <c>m-EVENT-ID</c>.</summary>
    public SQSEvent.SQSMessage Message<T>(string eventId, T data, DateTimeOffset? time = null, int hops = 0)
        where T : IEvent<T>
    {
        var metadata = EventMetadata.First(eventId, $"c-{eventId}", T.Contract, time ?? Time.GetUtcNow()) with { Hops = hops };
        var @event = new BusEvent<T> { Id = $"b-{eventId}", Source = T.Contract.Source, DetailType = T.Contract.DetailType, Detail = new(metadata, data) };
        return Message($"m-{eventId}", JsonSerializer.Serialize(@event, T.Contract.Json));
    }

    /// <summary>Readings a minute apart, from <see cref="Start"/> minus an hour plus the given minute.</summary>
    public SQSEvent.SQSMessage Readings(string eventId, int minute, params double[] values) => ReadingsOf("s-1", eventId, minute, values);

    public SQSEvent.SQSMessage ReadingsOf(string sensorId, string eventId, int minute, params double[] values) => Message(
        eventId,
        new ReadingsRecorded { SensorId = sensorId, Unit = "Cel", Readings = [.. values.Select((value, i) => new Reading(At(minute + i), value))] });

    public static DateTimeOffset At(int minute) => Start.AddHours(-1).AddMinutes(minute);

    public static SQSEvent.SQSMessage Tick(string id) =>
        Message($"m-{id}", $$"""{"version":"0","id":"{{id}}","detail-type":"Scheduled Event","source":"aws.events","detail":{},"time":"2026-01-02T00:00:00Z"}""");

    public static SQSEvent.SQSMessage Alarm(string id, string name, string value, int second)
    {
        var contract = AlarmStateChange.Contract;
        var detail = AlarmStateChange.Example with
        {
            AlarmName = name,
            State = new()
            {
                Value = value,
                Reason = $"because {value}",
                Timestamp = Start.AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture),
            },
        };
        return Message($"m-{id}", JsonSerializer.Serialize(new() { Id = id, Source = contract.Source, DetailType = contract.DetailType, Detail = detail }, contract.Json));
    }

    public Task<List<string>> CheckAsync(params SQSEvent.SQSMessage[] messages) => RunAsync(new CheckLimits(Sensors, Alerts, Metrics.For<CheckLimits>(), Time), messages);

    public Task<List<string>> DetectAsync(params SQSEvent.SQSMessage[] messages) => RunAsync(new DetectSilence(Sensors, Alerts, Index, Metrics.For<DetectSilence>(), Time), messages);

    public Task<List<string>> AlarmAsync(params SQSEvent.SQSMessage[] messages) => RunAsync(new RecordSystemAlert(Alerts, Metrics.For<RecordSystemAlert>(), Time), messages);

    /// <summary>Runs a handler on a batch, letting time pass while it waits.</summary>
    /// <returns>Ids of the messages that failed.</returns>
    public async Task<List<string>> RunAsync(ILambdaHandler<SQSEvent, SQSBatchResponse> handler, params SQSEvent.SQSMessage[] messages)
    {
        var handling = handler.HandleAsync(new() { Records = [.. messages] }, Context, CancellationToken.None);
        while (!handling.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        return (await handling).BatchItemFailures.ConvertAll(failure => failure.ItemIdentifier);
    }

    /// <summary>A request as the HTTP API hands it over, from the operator <c>ada</c>.</summary>
    public static HttpRequest Request(string route, string? id = null, string? body = null, string? query = null, string? correlationId = null)
    {
        var parsed = System.Web.HttpUtility.ParseQueryString(query ?? "");
        return new()
        {
            Headers = correlationId is null ? new Dictionary<string, string>() : new() { ["x-correlation-id"] = correlationId },
            PathParameters = id is null ? null : new Dictionary<string, string> { ["id"] = id },
            QueryStringParameters = parsed.AllKeys.ToDictionary(key => key!, key => parsed[key]!),
            Body = body,
            RequestContext = new("http-1", route)
            {
                Authorizer = new(new Dictionary<string, string> { ["name"] = "ada" }),
            },
        };
    }
}
