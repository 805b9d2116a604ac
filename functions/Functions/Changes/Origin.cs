using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Changes;

/// <summary>
/// What led to a stored change. It is stored with the change, since the event about it is published from the table's
/// stream, by another function (<see cref="Handlers.PublishChanges"/>), which knows no more than the item tells.
/// </summary>
/// <param name="CorrelationId">See <see cref="EventMetadata.CorrelationId"/>.</param>
/// <param name="CausationId">Id of the event that led to the change; null when the cause came from outside.</param>
/// <param name="Hops">Hops of the event about the change.</param>
public sealed record Origin(string CorrelationId, string? CausationId, int Hops)
{
    public const string CorrelationIdAttribute = "correlationId";
    public const string CausationIdAttribute = "causationId";
    public const string HopsAttribute = "hops";

    /// <summary>A change that an event led to.</summary>
    public static Origin Of(EventMetadata cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return new(cause.CorrelationId, cause.EventId, cause.Hops + 1);
    }

    /// <summary>A change that a request, a schedule or an AWS service led to.</summary>
    public static Origin Outside(string correlationId) => new(correlationId, CausationId: null, Hops: 0);

    /// <summary>Metadata of the event about the change.</summary>
    public EventMetadata ToMetadata(string eventId, EventContract contract, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(contract);
        return new()
        {
            EventId = eventId,
            CorrelationId = CorrelationId,
            CausationId = CausationId,
            Time = time,
            Version = contract.Version,
            Hops = Hops,
        };
    }

    internal static Origin Read(IReadOnlyDictionary<string, AttributeValue> item) =>
        new(item.GetText(CorrelationIdAttribute), item.FindText(CausationIdAttribute), (int)item.GetLong(HopsAttribute));

    internal void Write(Dictionary<string, AttributeValue> item)
    {
        item[CorrelationIdAttribute] = ItemAttributes.Text(CorrelationId);
        item.AddIfPresent(CausationIdAttribute, CausationId is null ? null : ItemAttributes.Text(CausationId));
        item[HopsAttribute] = ItemAttributes.Number(Hops);
    }
}
