namespace SensorWatch.Templates.Resources;

/// <summary><c>AWS::DynamoDB::Table</c>.</summary>
public sealed record TableResource
{
    public required Resource Resource { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    public required TableKey Key { get; init; }

    public IReadOnlyList<TableIndex> Indexes { get; init; } = [];

    /// <summary><c>NEW_AND_OLD_IMAGES</c> and the like; null without a stream.</summary>
    public string? StreamViewType { get; init; }

    public string? StreamArn { get; init; }

    /// <summary>The TTL attribute; null without TTL.</summary>
    public string? TimeToLiveAttribute { get; init; }
}

/// <summary>The key of a table or an index.</summary>
public sealed record TableKey(KeyAttribute Partition, KeyAttribute? Sort);

/// <summary>A key attribute and its type: <c>S</c>, <c>N</c> or <c>B</c>.</summary>
public sealed record KeyAttribute(string Name, string Type);

/// <summary>A secondary index.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its key.</param>
/// <param name="Global">Global, or local.</param>
/// <param name="ProjectionType"><c>ALL</c>, <c>KEYS_ONLY</c> or <c>INCLUDE</c>.</param>
/// <param name="NonKeyAttributes">With <c>INCLUDE</c>.</param>
public sealed record TableIndex(string Name, TableKey Key, bool Global, string ProjectionType, IReadOnlyList<string> NonKeyAttributes);
