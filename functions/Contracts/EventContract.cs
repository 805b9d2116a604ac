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
}
