using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using SensorWatch.Contracts;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
using SensorWatch.Functions.Storage;
using SensorWatch.Infra.Cost;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Tests.Cost;

/// <summary>What the cost model says that handlers do, against what the handlers do.</summary>
public sealed class WorkloadTests : IDisposable
{
    private const int Readings = 100;

    private readonly Workload _workload = SystemWorkload.Of(new() { ReadingsPerRequest = Readings });
    private readonly FakeTimeProvider _time = new(SampleReadings.Time.AddMinutes(2));
    private readonly MemoryStream _output = new();
    private readonly JsonLogger _log;
    private readonly ILambdaContext _context = Substitute.For<ILambdaContext>();
    private readonly IAmazonDynamoDB _dynamoDb = Substitute.For<IAmazonDynamoDB>();

    public WorkloadTests()
    {
        _log = new(_output, LogLevel.Debug, _time);
        _log.Begin("8286a188-ba32-4475-8077-530cd35c09a9", traceId: null);
        _context.Logger.Returns(_log);
    }

    private int LoggedBytes => (int)_output.Length - Encoding.UTF8.GetString(_output.ToArray()).Count(c => c == '\n');

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task Receiving_publishes_and_logs_what_is_priced()
    {
        var bridge = Substitute.For<IAmazonEventBridge>();
        var put = new List<PutEventsRequestEntry>();
        bridge.PutEventsAsync(Arg.Do<PutEventsRequest>(request => put.AddRange(request.Entries)), Arg.Any<CancellationToken>())
            .Returns(new PutEventsResponse { Entries = [new() { EventId = "1" }] });
        var metrics = Metrics<ReceiveReadings>();
        var handler = new ReceiveReadings(new EventPublisher(bridge, "bus", _time), metrics, _time);

        var response = await handler.HandleAsync(Request(), _context, CancellationToken.None);
        metrics.Write();

        response.StatusCode.ShouldBe(202);
        var work = _workload.Handlers[nameof(ReceiveReadings)].PerThing["POST /readings"];
        var entry = put.ShouldHaveSingleItem();
        work.Events.ShouldHaveSingleItem().EntryBytes.ShouldBe(14 + entry.Source.Length + entry.DetailType.Length + entry.Detail.Length, 5);
        ShouldBeLogged(work.LogLines);
        work.Metrics.ShouldBe(ReceiveReadings.WrittenMetrics.Select(metric => metric.ToString()));
    }

    [Fact]
    public async Task Storing_writes_and_logs_what_is_priced()
    {
        var written = new List<WriteRequest>();
        _dynamoDb.BatchWriteItemAsync(Arg.Do<BatchWriteItemRequest>(request => written.AddRange(request.RequestItems["readings"])), Arg.Any<CancellationToken>())
            .Returns(new BatchWriteItemResponse());
        var metrics = Metrics<StoreReadings>();
        var handler = new StoreReadings(new ReadingStore(_dynamoDb, "readings", _time), metrics, _time);

        await handler.HandleAsync(Batch(), _context, CancellationToken.None);
        metrics.Write();

        var profile = _workload.Handlers[nameof(StoreReadings)];
        ShouldBeWritten(profile.PerThing[nameof(ReadingsRecorded)].Writes, [.. written.Select(write => write.PutRequest.Item)]);
        ShouldBeLogged([.. profile.PerInvocation.LogLines, .. profile.PerThing[nameof(ReadingsRecorded)].LogLines]);
        await _dynamoDb.Received(1).BatchWriteItemAsync(Arg.Any<BatchWriteItemRequest>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Judging_reads_writes_and_logs_what_is_priced()
    {
        var written = new List<Dictionary<string, AttributeValue>>();
        _dynamoDb.GetItemAsync(Arg.Any<GetItemRequest>(), Arg.Any<CancellationToken>()).Returns(new GetItemResponse());
        _dynamoDb.PutItemAsync(Arg.Do<PutItemRequest>(request => written.Add(request.Item)), Arg.Any<CancellationToken>()).Returns(new PutItemResponse());
        var metrics = Metrics<CheckLimits>();
        var handler = new CheckLimits(new SensorStore(_dynamoDb, "sensors"), new AlertStore(_dynamoDb, "alerts", _time), metrics, _time);

        await handler.HandleAsync(Batch(), _context, CancellationToken.None);
        metrics.Write();

        var work = _workload.Handlers[nameof(CheckLimits)].PerThing[nameof(ReadingsRecorded)];
        ShouldBeLogged(work.LogLines);
        work.Reads.Count.ShouldBe(2);
        work.Reads.ShouldAllBe(read => read.Consistent);
        await _dynamoDb.Received(2).GetItemAsync(Arg.Is<GetItemRequest>(request => request.ConsistentRead == true), Arg.Any<CancellationToken>());

        // The priced one is of a sensor that is registered, waited for and has an alert: none of its attributes is unknown.
        var state = written.ShouldHaveSingleItem();
        var priced = work.Writes[0];
        ItemSize.Of(state).Values.Sum().ShouldBeLessThanOrEqualTo(priced.Bytes);
        state.Keys.ShouldBeSubsetOf(priced.Attributes.Keys);
        priced.Changed.ShouldNotBeNull().ShouldBeSubsetOf(priced.Attributes.Keys);
        work.Writes.Sum(write => write.Kind == "sensor state" ? write.Count : 0).ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(500)]
    [InlineData(1200)]
    public void Every_size_of_request_publishes_all_of_its_readings(int readings)
    {
        var workload = SystemWorkload.Of(new() { ReadingsPerRequest = readings });

        var published = workload.Handlers[nameof(ReceiveReadings)].PerThing["POST /readings"].Events.ShouldHaveSingleItem();
        var detail = published.Event.GetProperty("detail").Deserialize(ReadingsRecorded.Contract.EnvelopeJson)!;
        (detail.Data.Readings.Count * published.Count).ShouldBe(readings);
        ReadingRules.Check(detail.Data, SampleReadings.Time.AddHours(1)).ShouldBeNull();
    }

    private static void ShouldBeWritten(IReadOnlyList<ItemWrite> priced, IReadOnlyList<Dictionary<string, AttributeValue>> written) =>
        priced.Select(write => write.Bytes).ShouldBe(written.Select(item => ItemSize.Of(item).Values.Sum()), 5);

    private static SQSEvent Batch()
    {
        var published = SampleReadings.Published(SampleReadings.Metadata(ReadingsRecorded.Contract), SampleReadings.Recorded(Readings, 60));
        return new() { Records = [new() { MessageId = "m-1", Body = published.Event.GetRawText() }] };
    }

    private static HttpRequest Request()
    {
        var readings = SampleReadings.Readings(Readings, 60).Select(reading => new { time = reading.Time, value = reading.Value });
        return new()
        {
            RequestContext = new(SampleReadings.CorrelationId, "POST /readings")
            {
                Authorizer = new(new Caller(TokenKind.Device, "roof", [SampleReadings.SensorId]).ToContext()),
            },
            Body = JsonSerializer.Serialize(new { sensorId = SampleReadings.SensorId, unit = SampleReadings.Unit, readings }),
        };
    }

    private Metrics Metrics<THandler>()
        where THandler : IHandlerSettings =>
        new(_log, "SensorWatch-Prod-Services-ReceiveReadingsFunction2B1D5C7E-x2bPxhX5qK3L", THandler.WrittenMetrics);

    private void ShouldBeLogged(IReadOnlyList<LogLine> lines) => lines.Sum(line => line.Bytes).ShouldBe(LoggedBytes, 5);
}
