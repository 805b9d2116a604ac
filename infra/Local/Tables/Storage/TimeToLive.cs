using System.Numerics;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>
/// Time to live: an item may go once the epoch seconds in its TTL attribute have passed. Reads still return it until
/// it is deleted. An attribute that is no number, or more than five years ago, doesn't count.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
/// </summary>
internal static class TimeToLive
{
    private const int MaximumAgeYears = 5;

    /// <summary>When an item expires, in epoch seconds, rounded up; null for never.</summary>
    public static long? ExpiryOf(MapValue item, string? attribute)
    {
        if (attribute is null || item[attribute] is not NumberValue { Value: { Negative: false, Magnitude: <= 17 } number })
        {
            return null;
        }

        var (seconds, rest) = number.Exponent >= 0
            ? ((long)number.Coefficient * (long)BigInteger.Pow(10, number.Exponent), UInt128.Zero)
            : Divide(number);
        return seconds + (rest == 0 ? 0 : 1);
    }

    /// <summary>Deletes what has expired, and streams that.</summary>
    /// <returns>How many items.</returns>
    public static int DeleteExpired(TableSession session, Table table)
    {
        var expired = Expired(session, table);
        foreach (var item in expired)
        {
            session.Put(table, ItemKey.Of(table.Key, item.Item), item, after: null, byTimeToLive: true);
        }

        return expired.Count;
    }

    private static List<StoredItem> Expired(TableSession session, Table table)
    {
        using var reader = session.Bind(
            "SELECT id, size, item FROM dynamodb_items WHERE table_id = $1 AND expires > $2 AND expires <= $3 ORDER BY expires",
            table.Id,
            session.Now.AddYears(-MaximumAgeYears).ToUnixTimeSeconds(),
            session.Now.ToUnixTimeSeconds()).ExecuteReader();
        var items = new List<StoredItem>();
        while (reader.Read())
        {
            items.Add(TableSession.Read(reader));
        }

        return items;
    }

    private static (long Seconds, UInt128 Fraction) Divide(DynamoNumber number)
    {
        if (number.Magnitude < 0)
        {
            return (0, number.Coefficient);
        }

        var (whole, rest) = UInt128.DivRem(number.Coefficient, (UInt128)BigInteger.Pow(10, -number.Exponent));
        return ((long)whole, rest);
    }
}
