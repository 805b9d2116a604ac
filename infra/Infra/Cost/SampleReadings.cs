using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;
using SensorWatch.Templates.Pricing;

namespace SensorWatch.Infra.Cost;

/// <summary>Events as the system's own code makes them: what the cost model measures sizes of.</summary>
internal static class SampleReadings
{
    /// <summary>As long as the ids that API Gateway gives requests.</summary>
    public const string CorrelationId = "JKJaXmPLvHcESHA=";

    public const string SensorId = "seattle-temperature";
    public const string Unit = "Cel";

    /// <summary>As long as the ids that the system gives events.</summary>
    public const string EventId = "0197c1a2-3b4c-7d5e-8f60-718293a4b5c6";

    public static DateTimeOffset Time { get; } = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Readings with one decimal, in whole milliseconds, spread evenly over what is sent at once.</summary>
    public static IReadOnlyList<Reading> Readings(int count, double overSeconds) =>
    [
        .. Enumerable.Range(0, count).Select(index => new Reading(
            Time.AddMilliseconds(Math.Round(index * overSeconds * 1000 / count)), Math.Round(21.5 + (3 * Math.Sin(index / 20.0)), 1))),
    ];

    public static ReadingsRecorded Recorded(int count, double overSeconds) =>
        new() { SensorId = SensorId, Unit = Unit, Readings = Readings(count, overSeconds) };

    public static EventMetadata Metadata(EventContract contract) => EventMetadata.First(EventId, CorrelationId, contract, Time);

    /// <summary>An event that a handler publishes, as the bus delivers it.</summary>
    public static PublishedEvent Published<T>(EventMetadata metadata, T data)
        where T : IEvent<T>
    {
        var outgoing = OutgoingEvent.Of(new Envelope<T>(metadata, data));
        var delivered = new JsonObject
        {
            ["version"] = "0",
            ["id"] = "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
            ["detail-type"] = outgoing.Contract.DetailType,
            ["source"] = outgoing.Contract.Source,
            ["account"] = "123456789012",
            ["time"] = "2026-01-02T12:00:00Z",
            ["region"] = "us-east-1",
            ["resources"] = new JsonArray(),
            ["detail"] = JsonNode.Parse(outgoing.Detail),
        };
        return new(
            EventPublisher.BusNameVariable,
            JsonSerializer.SerializeToElement(delivered),
            14 + outgoing.Contract.Source.Length + outgoing.Contract.DetailType.Length + outgoing.Detail.Length);
    }
}
