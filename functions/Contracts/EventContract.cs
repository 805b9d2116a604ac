using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace SensorWatch.Contracts;

/// <summary>What is fixed for every event of one kind, whatever its data.</summary>
public abstract class EventContract
{
    private protected EventContract(string source, string detailType, int version, Type dataType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(detailType);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(version);
        if (source.StartsWith("aws.", StringComparison.Ordinal))
        {
            // PutEvents refuses these: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
            throw new ArgumentException($"Source '{source}' begins with 'aws.', which is kept for AWS services.", nameof(source));
        }

        Source = source;
        DetailType = detailType;
        Version = version;
        DataType = dataType;
    }

    /// <summary>EventBridge's <c>source</c>: the part of the system that the event is about, such as <c>sensorwatch.readings</c>.</summary>
    public string Source { get; }

    /// <summary>EventBridge's <c>detail-type</c>: the name of the event, such as <c>ReadingsRecorded</c>.</summary>
    public string DetailType { get; }

    /// <summary>The version of the data's shape, from 1; it grows when a change would break a consumer.</summary>
    public int Version { get; }

    /// <summary>The record that the event carries.</summary>
    public Type DataType { get; }

    /// <summary>JSON of the event's <c>detail</c>, for the schema.</summary>
    internal abstract JsonTypeInfo DetailTypeInfo { get; }

    /// <summary>The event's example as the bus delivers it.</summary>
    internal abstract JsonObject ExampleEvent();

    public override string ToString() => $"{Source}/{DetailType} v{Version}";
}

/// <inheritdoc/>
/// <typeparam name="T">The record that the event carries.</typeparam>
public sealed class EventContract<T> : EventContract
    where T : IEvent<T>
{
    /// <param name="source">See <see cref="EventContract.Source"/>.</param>
    /// <param name="detailType">See <see cref="EventContract.DetailType"/>; write <c>nameof</c> of the record.</param>
    /// <param name="version">See <see cref="EventContract.Version"/>.</param>
    /// <param name="json">How the event is written to and read from JSON.</param>
    public EventContract(string source, string detailType, int version, JsonTypeInfo<BusEvent<T>> json)
        : base(source, detailType, version, typeof(T))
    {
        ArgumentNullException.ThrowIfNull(json);
        Json = json;
        EnvelopeJson = (JsonTypeInfo<Envelope<T>>)json.Options.GetTypeInfo(typeof(Envelope<T>));
    }

    /// <summary>JSON of the event as the bus delivers it.</summary>
    public JsonTypeInfo<BusEvent<T>> Json { get; }

    /// <summary>JSON of the event's <c>detail</c>, as a publisher puts it on the bus.</summary>
    public JsonTypeInfo<Envelope<T>> EnvelopeJson { get; }

    internal override JsonTypeInfo DetailTypeInfo => EnvelopeJson;

    internal override JsonObject ExampleEvent()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var metadata = EventMetadata.First("0197c1a2-3b4c-7d5e-8f60-718293a4b5c6", "JKJaXmPLvHcESHA=", this, time);
        return new()
        {
            ["version"] = "0",
            ["id"] = "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
            ["detail-type"] = DetailType,
            ["source"] = Source,
            ["account"] = "123456789012",
            ["time"] = "2026-01-02T03:04:05Z",
            ["region"] = "us-east-1",
            ["resources"] = new JsonArray(),
            ["detail"] = JsonSerializer.SerializeToNode(new Envelope<T>(metadata, T.Example), EnvelopeJson),
        };
    }
}
