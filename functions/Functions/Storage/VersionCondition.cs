using Amazon.DynamoDBv2.Model;

namespace SensorWatch.Functions.Storage;

/// <summary>
/// Optimistic locking: an item is written only if it still has the version that it was read with.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_OptimisticLocking.html
/// </summary>
internal static class VersionCondition
{
    /// <summary>Attribute that holds the version.</summary>
    public const string Attribute = "version";

    /// <summary>The condition, and the names and values in it.</summary>
    /// <param name="partitionKey">Name of the table's partition key.</param>
    /// <param name="version">The version that was read; 0 when there was no item.</param>
    public static (string Expression, Dictionary<string, string> Names, Dictionary<string, AttributeValue>? Values) For(
        string partitionKey,
        long version) => version == 0
        ? ("attribute_not_exists(#key)", new() { ["#key"] = partitionKey }, null)
        : ("#version = :version", new() { ["#version"] = Attribute }, new() { [":version"] = ItemAttributes.Number(version) });
}
