using SensorWatch.Benchmarks.Load;
using Kinds = SensorWatch.Benchmarks.Durability.Ledger.Kinds;

namespace SensorWatch.Benchmarks.Durability;

/// <summary>
/// Compares what was acknowledged with what is stored. Deliveries are at least once, so that an event may be in its table
/// and still in its queue; no message, archived event, item or object may be there twice, and nothing by halves.
/// </summary>
internal static class Accounting
{
    private const string Queue = LoadAssembly.Consumers.Kept;

    /// <summary>What is wrong, in words; empty when all adds up.</summary>
    public static IReadOnlyList<string> Check(Ledger ledger, StoreSnapshot store) =>
    [
        .. ledger.Of(Kinds.Event).Concat(ledger.Of(Kinds.Poison)).SelectMany(id => Event(ledger, store, id)),
        .. ledger.Of(Kinds.Message).SelectMany(id => Message(ledger, store, id)),
        .. ledger.Of(Kinds.Item).SelectMany(id => Item(ledger, store, id)),
        .. ledger.Of(Kinds.Object).SelectMany(id => Object(ledger, store, id)),
        .. ledger.Of(Kinds.Notice).SelectMany(id => Once(ledger, id, "its subscription's queue", store.InQueue(LoadAssembly.Heard, id))),
    ];

    private static IEnumerable<string> Event(Ledger ledger, StoreSnapshot store, string id)
    {
        var archived = store.InArchive(id);
        var stored = store.InTable(Queue, id);
        var waiting = store.InQueue(Queue, id) + store.InQueue(LoadAssembly.Dead, id);
        foreach (var problem in Once(ledger, id, "the archive", archived))
        {
            yield return problem;
        }

        if (waiting > 1 || stored > 1 || (archived > 0) != (stored + waiting > 0) || (stored > 0 && id.StartsWith(Kinds.Poison, StringComparison.Ordinal)))
        {
            yield return $"{id}, {Acknowledged(ledger, id)}: {archived} in the archive, {stored} stored, {waiting} in its queue or dead";
        }
    }

    private static IEnumerable<string> Message(Ledger ledger, StoreSnapshot store, string id)
    {
        var count = store.InQueue(LoadAssembly.Held, id);
        var wrong = count > 1
            || (count > 0 && ledger.IsDeleteAcknowledged(id))
            || (count == 0 && ledger.IsAcknowledged(id) && !ledger.IsDeleteBegun(id));
        return wrong ? [$"{id}, {Acknowledged(ledger, id)}, deleted: {ledger.IsDeleteAcknowledged(id)}: {count} in the queue"] : [];
    }

    private static IEnumerable<string> Item(Ledger ledger, StoreSnapshot store, string id)
    {
        var stored = store.InTable(LoadAssembly.Things, id);
        return Once(ledger, id, "the table", stored).Concat(
            store.InStream(LoadAssembly.Things, id) == stored ? [] : [$"{id}, {Acknowledged(ledger, id)}: {stored} stored, and not so in the stream"]);
    }

    private static IEnumerable<string> Object(Ledger ledger, StoreSnapshot store, string id)
    {
        var stored = store.InBucket(id);
        return Once(ledger, id, "the bucket", stored).Concat(
            store.InQueue(LoadAssembly.Uploads, id) == stored ? [] : [$"{id}, {Acknowledged(ledger, id)}: {stored} stored, and not so told"]);
    }

    private static IEnumerable<string> Once(Ledger ledger, string id, string place, int count) =>
        count > 1 || (count == 0 && ledger.IsAcknowledged(id)) ? [$"{id}, {Acknowledged(ledger, id)}: {count} in {place}"] : [];

    private static string Acknowledged(Ledger ledger, string id) => ledger.IsAcknowledged(id) ? "acknowledged" : "not acknowledged";
}
