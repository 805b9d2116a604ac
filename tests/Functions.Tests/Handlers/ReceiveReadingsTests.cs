using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Contracts;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Tests.Publishing;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class ReceiveReadingsTests
{
    private readonly FakeEventBridge _bridge = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeContext _context = new();
    private readonly FakeMetrics _metrics = new();

    [Fact]
    public async Task Accepted_readings_are_on_the_bus_and_their_event_ids_in_the_answer_and_the_log()
    {
        var response = await PostAsync(Body(1200));

        response.StatusCode.ShouldBe(202);
        var events = _bridge.Taken.Select(entry => JsonSerializer.Deserialize(entry.Detail, ReadingsRecorded.Contract.EnvelopeJson)!).ToList();
        events.Select(e => e.Data.Readings.Count).ShouldBe([500, 500, 200]);
        events.SelectMany(e => e.Data.Readings).Select(r => r.Value).ShouldBe(Enumerable.Range(0, 1200).Select(i => (double)i));
        events.ShouldAllBe(e => e.Metadata.CorrelationId == "http-1" && e.Metadata.Hops == 0 && e.Metadata.Version == 1);
        var ids = events.Select(e => e.Metadata.EventId).ToList();
        ids.ShouldBeUnique();
        JsonSerializer.Deserialize(response.Body, HttpJson.Default.ReadingsReceipt)!.EventIds.ShouldBe(ids);
        ids.ShouldAllBe(id => _context.Lines.Any(line => line.Contains(id)));
        _metrics.Counted.ShouldBe([(BusinessMetric.ReadingsAccepted, 1200)]);
    }

    [Fact]
    public async Task One_wrong_reading_among_many_and_nothing_is_published()
    {
        var body = Body(1200).Replace("\"value\":1199", "\"value\":\"?\"", StringComparison.Ordinal);

        var response = await PostAsync(body);

        response.StatusCode.ShouldBe(400);
        response.Headers["content-type"].ShouldBe("application/problem+json");
        response.Body.ShouldContain("#/readings/1199/value");
        _bridge.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_in_Base64_is_read()
    {
        var body = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Body(1)));

        (await PostAsync(body, isBase64Encoded: true)).StatusCode.ShouldBe(202);
    }

    [Fact]
    public async Task When_the_bus_refuses_the_sender_is_asked_to_try_again()
    {
        _bridge.Refuse = (_, _) => "NotAuthorizedForSourceException";

        var response = await PostAsync(Body(1));

        response.StatusCode.ShouldBe(503);
        response.Headers["retry-after"].ShouldBe("5");
        _context.Lines.ShouldHaveSingleItem().ShouldContain("NotAuthorizedForSourceException");
        _metrics.Counted.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_may_not_post_readings_of_another_s_sensor()
    {
        var response = await PostAsync(Body(1), caller: new(TokenKind.Device, "cellar", ["a-2", "a-10"]));

        response.StatusCode.ShouldBe(403);
        response.Headers["content-type"].ShouldBe("application/problem+json");
        response.Body.ShouldContain("cellar");
        _bridge.Calls.ShouldBeEmpty();
        _context.Lines.ShouldHaveSingleItem().ShouldContain("a-1");
    }

    [Fact]
    public async Task An_operator_may_not_post_readings()
    {
        (await PostAsync(Body(1), caller: new(TokenKind.Operator, "ada", []))).StatusCode.ShouldBe(403);
        _bridge.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_authorizer_nobody_posts_readings()
    {
        (await PostAsync(Body(1), withoutAuthorizer: true)).StatusCode.ShouldBe(403);
        _bridge.Calls.ShouldBeEmpty();
    }

    private static string Body(int readings)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var list = Enumerable.Range(0, readings).Select(i => $$"""{"time":"{{start.AddSeconds(i):O}}","value":{{i}}}""");
        return $$"""{"sensorId":"a-1","unit":"Cel","readings":[{{string.Join(',', list)}}]}""";
    }

    private Task<HttpResponse> PostAsync(string body, bool isBase64Encoded = false, Caller? caller = null, bool withoutAuthorizer = false)
    {
        caller ??= new(TokenKind.Device, "roof", ["a-1", "a-2"]);
        var handler = new ReceiveReadings(new EventPublisher(_bridge.Client, "bus", _time), _metrics.For<ReceiveReadings>(), _time);
        var request = new HttpRequest
        {
            RequestContext = new("http-1", "POST /readings")
            {
                Authorizer = withoutAuthorizer ? null : new HttpAuthorizer(caller.ToContext()),
            },
            Body = body,
            IsBase64Encoded = isBase64Encoded,
        };
        return handler.HandleAsync(request, _context, CancellationToken.None);
    }
}
