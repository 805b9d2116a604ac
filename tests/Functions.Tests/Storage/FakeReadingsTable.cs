using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NSubstitute;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Tests.Storage;

/// <summary>A table that answers BatchWriteItem and Query as the readings store uses them; a test may make it fail.</summary>
internal sealed class FakeReadingsTable
{
    public FakeReadingsTable()
    {
        Client = Substitute.For<IAmazonDynamoDB>();
        Client.BatchWriteItemAsync(Arg.Any<BatchWriteItemRequest>(), Arg.Any<CancellationToken>())
            .Returns(call => Write(call.Arg<BatchWriteItemRequest>()));
        Client.QueryAsync(Arg.Any<QueryRequest>(), Arg.Any<CancellationToken>()).Returns(call => Query(call.Arg<QueryRequest>()));
    }

    public IAmazonDynamoDB Client { get; }

    public SortedDictionary<string, Dictionary<string, AttributeValue>> Items { get; } = new(StringComparer.Ordinal);

    public int Writes { get; private set; }

    /// <summary>Given the number of the call, from 1, and an item: whether it is left unprocessed.</summary>
    public Func<int, Dictionary<string, AttributeValue>, bool> LeaveUnprocessed { get; set; } = (_, _) => false;

    private static string KeyOf(Dictionary<string, AttributeValue> item) => $"{item[ReadingItem.SensorId].S}/{item[ReadingItem.Chunk].S}";

    private BatchWriteItemResponse Write(BatchWriteItemRequest request)
    {
        Writes++;
        var (table, writes) = request.RequestItems.Single();
        writes.Count.ShouldBeInRange(1, 25);
        writes.Select(w => KeyOf(w.PutRequest.Item)).ShouldBeUnique();
        var left = writes.Where(w => LeaveUnprocessed(Writes, w.PutRequest.Item)).ToList();
        foreach (var write in writes.Except(left))
        {
            Items[KeyOf(write.PutRequest.Item)] = write.PutRequest.Item;
        }

        return new() { UnprocessedItems = left.Count == 0 ? [] : new() { [table] = left } };
    }

    private QueryResponse Query(QueryRequest request)
    {
        var sensor = request.ExpressionAttributeValues[":sensor"].S;
        var first = request.ExclusiveStartKey is { Count: > 0 } start ? KeyOf(start) : null;
        var found = Items
            .Where(item => item.Value[ReadingItem.SensorId].S == sensor
                && string.CompareOrdinal(item.Value[ReadingItem.Chunk].S, request.ExpressionAttributeValues[":first"].S) >= 0
                && string.CompareOrdinal(item.Value[ReadingItem.Chunk].S, request.ExpressionAttributeValues[":last"].S) <= 0
                && (first is null || string.CompareOrdinal(item.Key, first) > 0))
            .Take(request.Limit!.Value + 1)
            .Select(item => item.Value)
            .ToList();
        var more = found.Count > request.Limit;
        return new()
        {
            Items = found.Count > request.Limit ? found[..^1] : found,
            LastEvaluatedKey = more
                ? found[^2].Where(a => a.Key is ReadingItem.SensorId or ReadingItem.Chunk).ToDictionary(a => a.Key, a => a.Value)
                : null,
        };
    }
}
