using SensorWatch.Local.Tables.Values;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tables.Storage;

/// <summary>A key of a table or an index, as the database has it (<see cref="KeyEncoding"/>).</summary>
/// <param name="Partition">The partition key.</param>
/// <param name="Sort">The sort key; empty without one.</param>
internal sealed record ItemKey(byte[] Partition, byte[] Sort)
{
    /// <summary>Where its partition lies in a scan.</summary>
    public uint Hash { get; } = KeyEncoding.Hash(Partition);

    /// <summary>The key that an item has; its key attributes are known to be there.</summary>
    public static ItemKey Of(TableKey key, MapValue item) => new(
        KeyEncoding.Encode(item[key.Partition.Name]!),
        key.Sort is null ? [] : KeyEncoding.Encode(item[key.Sort.Name]!));

    public bool Equals(ItemKey? other) =>
        other is not null && Partition.AsSpan().SequenceEqual(other.Partition) && Sort.AsSpan().SequenceEqual(other.Sort);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Partition);
        hash.AddBytes(Sort);
        return hash.ToHashCode();
    }
}
