using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;
using SensorWatch.Templates.Pricing;
using Handlers = SensorWatch.Functions.Handlers;

namespace SensorWatch.Infra.Cost;

/// <summary>
/// What this system's handlers do with what arrives: the part of the price that templates don't hold. Sizes are measured on
/// what the system's own serializers and logger write; times and shares are <see cref="CostAssumptions"/>.
/// </summary>
internal sealed class SystemWorkload
{
    /// <summary>The kind of the route that readings come by.</summary>
    private const string PostReadings = "POST /readings";

    /// <summary>Headers of a request or an answer.</summary>
    private const double HeaderBytes = 400;

    private readonly CostAssumptions _assumptions;
    private readonly int _eventsOfRequest;
    private readonly int _readingsOfEvent;
    private readonly PublishedEvent _recorded;

    private SystemWorkload(CostAssumptions assumptions)
    {
        _assumptions = assumptions;
        _eventsOfRequest = (assumptions.ReadingsPerRequest + ReadingsRecorded.MaximumReadings - 1) / ReadingsRecorded.MaximumReadings;
        _readingsOfEvent = assumptions.ReadingsPerRequest / _eventsOfRequest;
        var recorded = SampleReadings.Recorded(_readingsOfEvent, assumptions.PostEverySeconds / _eventsOfRequest);
        _recorded = SampleReadings.Published(SampleReadings.Metadata(ReadingsRecorded.Contract), recorded) with { Count = _eventsOfRequest };
    }

    private Work Invocation => new() { CpuMilliseconds = _assumptions.CpuMilliseconds };

    public static Workload Of(CostAssumptions assumptions) => new SystemWorkload(assumptions).ToWorkload();

    /// <summary>The sizes that the price rests on, in words.</summary>
    public static IReadOnlyList<string> Measure(CostAssumptions assumptions)
    {
        var workload = new SystemWorkload(assumptions);
        var handlers = workload.ToWorkload().Handlers;
        var item = handlers[nameof(StoreReadings)].PerThing[nameof(ReadingsRecorded)].Writes[0];
        var state = handlers[nameof(CheckLimits)].PerThing[nameof(ReadingsRecorded)].Writes[0];
        return
        [
            $"a request becomes {workload._eventsOfRequest} events of {workload._readingsOfEvent} readings: {workload._recorded.EntryBytes:0} bytes as an entry of PutEvents",
            $"an event's readings are an item of {item.Bytes:0} bytes; a sensor's state is one of {state.Bytes:0}",
        ];
    }

    /// <summary>Items that a chunk of readings becomes, as DynamoDB charges them.</summary>
    public static IReadOnlyList<ItemWrite> Chunks(ReadingsRecorded recorded) =>
    [
        .. ReadingChunk.From(recorded, SampleReadings.Time).Select(chunk => Write(ReadingStore.TableNameVariable, "readings", ReadingItem.Write(chunk), [ReadingItem.SensorId, ReadingItem.Chunk])),
    ];

    /// <summary>A new item.</summary>
    public static ItemWrite Write(string table, string kind, Dictionary<string, AttributeValue> item, IReadOnlyList<string> keys) => new()
    {
        TableVariable = table,
        Kind = kind,
        Attributes = ItemSize.Of(item),
        Key = new JsonObject(keys.Select(key => KeyValuePair.Create<string, JsonNode?>(key, new JsonObject { ["S"] = item[key].S }))),
    };

    private Workload ToWorkload()
    {
        var alerts = new AlertWork(_assumptions, _readingsOfEvent);
        return new()
        {
            Requests =
            [
                new(
                    PostReadings,
                    _assumptions.Readings / _assumptions.ReadingsPerRequest,
                    HeaderBytes + (_recorded.EntryBytes * _eventsOfRequest),
                    _assumptions.PostEverySeconds),
            ],
            ColdStartShare = _assumptions.ColdStartShare,
            ColdStartMilliseconds = _assumptions.ColdStartMilliseconds,
            Handlers = new Dictionary<string, HandlerProfile>
            {
                [nameof(Handlers.Authorize)] = Profile(HandlerProfile.Authorization, Authorize()),
                [nameof(ReceiveReadings)] = Profile(PostReadings, Receive()),
                [nameof(StoreReadings)] = Store(),
                [nameof(CheckLimits)] = new(Invocation, new Dictionary<string, Work> { [nameof(ReadingsRecorded)] = alerts.Judge() }),
                [nameof(PublishChanges)] = new(Invocation, alerts.Publish()),
                [nameof(NotifyOperators)] = new(Invocation, new Dictionary<string, Work> { [nameof(AlertOpened)] = alerts.Notify() }),
                [nameof(DetectSilence)] = Profile(HandlerProfile.ScheduledEvent, alerts.LookForSilence()),
            },
        };
    }

    private HandlerProfile Profile(string kind, Work work) => new(Invocation, new Dictionary<string, Work> { [kind] = work });

    private Work Authorize()
    {
        var token = TokenTable.Write(new StoredToken
        {
            TokenId = "AbCdEfGhIjKl",
            Kind = TokenKind.Device,
            Name = "roof",
            SensorIds = [SampleReadings.SensorId],
            Secret = new(new byte[16], new byte[32]),
            CreatedAt = SampleReadings.Time,
        });
        return new()
        {
            WaitMilliseconds = _assumptions.DynamoDbMilliseconds,
            Reads = [new(TokenStore.TableNameVariable, ItemSize.Of(token).Values.Sum(), Consistent: true)],
        };
    }

    private Work Receive()
    {
        var ids = string.Join(", ", Enumerable.Repeat(SampleReadings.EventId, _eventsOfRequest));
        return new()
        {
            CpuMilliseconds = _assumptions.CpuMicrosecondsPerReading * _assumptions.ReadingsPerRequest / 1000,
            WaitMilliseconds = _assumptions.PutEventsMilliseconds,
            Events = [_recorded],
            LogLines =
            [
                LogSample.Information(
                    "Accepted {count} readings of {sensorId} as events {eventIds} of {correlationId}",
                    _assumptions.ReadingsPerRequest, SampleReadings.SensorId, ids, SampleReadings.CorrelationId),
                LogSample.Metrics((BusinessMetric.ReadingsAccepted, _assumptions.ReadingsPerRequest)),
            ],
            Metrics = [nameof(BusinessMetric.ReadingsAccepted)],
            ResponseBytes = HeaderBytes + ids.Length + 40,
        };
    }

    private HandlerProfile Store() => new(
        Invocation with
        {
            WaitMilliseconds = _assumptions.DynamoDbMilliseconds,
            LogLines = [LogSample.Metrics((BusinessMetric.ReadingsStored, _readingsOfEvent))],
        },
        new Dictionary<string, Work>
        {
            [nameof(ReadingsRecorded)] = new()
            {
                CpuMilliseconds = _assumptions.CpuMicrosecondsPerReading * _readingsOfEvent / 1000,
                Writes = Chunks(SampleReadings.Recorded(_readingsOfEvent, _assumptions.PostEverySeconds / _eventsOfRequest)),
                LogLines = [LogSample.Taken(nameof(ReadingsRecorded))],
                Metrics = [nameof(BusinessMetric.ReadingsStored)],
            },
        });
}
