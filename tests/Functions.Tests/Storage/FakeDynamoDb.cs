using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NSubstitute;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Sensors;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace SensorWatch.Functions.Tests.Storage;

/// <summary>
/// The sensors and the alerts table in memory, with conditions, transactions, indexes and pages as the stores use them.
/// It refuses what DynamoDB refuses: names that no expression uses, more than 100 actions, an item twice in a transaction.
/// </summary>
internal sealed class FakeDynamoDb
{
    public const string Sensors = "sensors";
    public const string Alerts = "alerts";

    private static readonly Dictionary<string, (string Partition, string Sort)> Indexes = new()
    {
        [AlertTable.StatusIndex] = (AlertTable.Status, AlertTable.OpenedAt),
        [AlertTable.SubjectIndex] = (AlertTable.Subject, AlertTable.OpenedAt),
        [AlertTable.SilenceIndex] = (AlertTable.Watch, AlertTable.DueAt),
    };

    private readonly Dictionary<string, SortedDictionary<string, Item>> _tables = new()
    {
        [Sensors] = new(StringComparer.Ordinal),
        [Alerts] = new(StringComparer.Ordinal),
    };

    public FakeDynamoDb()
    {
        Client = Substitute.For<IAmazonDynamoDB>();
        Client.GetItemAsync(Arg.Any<GetItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => Get(call.Arg<GetItemRequest>()));
        Client.PutItemAsync(Arg.Any<PutItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => Put(call.Arg<PutItemRequest>()));
        Client.TransactWriteItemsAsync(Arg.Any<TransactWriteItemsRequest>(), Arg.Any<CancellationToken>())
            .Returns(call => Transact(call.Arg<TransactWriteItemsRequest>()));
        Client.QueryAsync(Arg.Any<QueryRequest>(), Arg.Any<CancellationToken>()).Returns(call => Query(call.Arg<QueryRequest>()));
        Client.ScanAsync(Arg.Any<ScanRequest>(), Arg.Any<CancellationToken>()).Returns(call => Scan(call.Arg<ScanRequest>()));
    }

    public IAmazonDynamoDB Client { get; }

    /// <summary>Puts and transactions that were tried.</summary>
    public int Writes { get; private set; }

    /// <summary>Actions of each transaction that succeeded.</summary>
    public List<int> Transactions { get; } = [];

    /// <summary>Images before and after each change, in order: what the tables' streams would tell.</summary>
    public List<(Item? Old, Item? New)> Stream { get; } = [];

    /// <summary>Called before each write with its number, from 1: to be faster than it, or to make it fail.</summary>
    public Action<int> BeforeWrite { get; set; } = _ => { };

    /// <summary>Items that a query reads in one call.</summary>
    public int PageSize { get; set; } = 1000;

    public IReadOnlyDictionary<string, Item> Table(string name) => _tables[name];

    public IEnumerable<Item> Where(string prefix) => _tables[Alerts].Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => pair.Value);

    private static string KeyName(string table) => table == Sensors ? SensorTable.PartitionKey : AlertTable.PartitionKey;

    private static Item KeyIn(string table, Item item, string? index)
    {
        var names = index is null ? [KeyName(table)] : new[] { KeyName(table), Indexes[index].Partition, Indexes[index].Sort };
        return names.ToDictionary(name => name, name => item[name]);
    }

    private GetItemResponse Get(GetItemRequest request)
    {
        request.ConsistentRead.ShouldBe(true);
        return new() { Item = _tables[request.TableName].GetValueOrDefault(request.Key.Single().Value.S) };
    }

    private PutItemResponse Put(PutItemRequest request)
    {
        BeforeWrite(++Writes);
        var current = Find(request.TableName, request.Item);
        return FakeExpression.Holds(request.ConditionExpression, request.ExpressionAttributeNames, request.ExpressionAttributeValues, current)
            ? Store(request.TableName, current, request.Item)
            : throw new ConditionalCheckFailedException("The conditional request failed");
    }

    private TransactWriteItemsResponse Transact(TransactWriteItemsRequest request)
    {
        BeforeWrite(++Writes);
        var actions = request.TransactItems.ConvertAll(ToAction);
        actions.Count.ShouldBeInRange(1, 100);
        actions.Select(action => (action.Table, action.Key)).ShouldBeUnique("Transaction request cannot include multiple operations on one item");
        var reasons = actions.ConvertAll(action => new CancellationReason { Code = action.Holds ? "None" : "ConditionalCheckFailed" });
        if (reasons.Exists(reason => reason.Code != "None"))
        {
            throw new TransactionCanceledException("Transaction cancelled") { CancellationReasons = reasons };
        }

        foreach (var action in actions)
        {
            Store(action.Table, action.Old, action.New);
        }

        Transactions.Add(actions.Count);
        return new();
    }

    private (string Table, string Key, bool Holds, Item? Old, Item New) ToAction(TransactWriteItem action)
    {
        if (action.Put is { } put)
        {
            var old = Find(put.TableName, put.Item);
            var holds = FakeExpression.Holds(put.ConditionExpression, put.ExpressionAttributeNames, put.ExpressionAttributeValues, old);
            return (put.TableName, put.Item[KeyName(put.TableName)].S, holds, old, put.Item);
        }

        var update = action.Update;
        var current = Find(update.TableName, update.Key);
        var changed = FakeExpression.Holds(update.ConditionExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues, current, update.UpdateExpression);
        return (
            update.TableName,
            update.Key.Single().Value.S,
            changed,
            current,
            changed ? FakeExpression.Update(update.UpdateExpression, update.ExpressionAttributeNames, update.ExpressionAttributeValues, current ?? update.Key) : []);
    }

    private Item? Find(string table, Item keyOrItem) => _tables[table].GetValueOrDefault(keyOrItem[KeyName(table)].S);

    private PutItemResponse Store(string table, Item? old, Item item)
    {
        _tables[table][item[KeyName(table)].S] = item;
        Stream.Add((old, item));
        return new();
    }

    private QueryResponse Query(QueryRequest request)
    {
        var (_, sort) = Indexes[request.IndexName];
        var found = _tables[request.TableName].Values
            .Where(item => FakeExpression.Holds(
                request.KeyConditionExpression, request.ExpressionAttributeNames, request.ExpressionAttributeValues, item, request.FilterExpression))
            .OrderBy(item => item[sort].S, StringComparer.Ordinal)
            .ThenBy(item => item[KeyName(request.TableName)].S, StringComparer.Ordinal)
            .ToList();
        if (request.ScanIndexForward == false)
        {
            found.Reverse();
        }

        var (items, last) = Page(request.TableName, request.IndexName, found, request.ExclusiveStartKey, request.Limit);
        return new()
        {
            Items = items.FindAll(item => request.FilterExpression is null || FakeExpression.Holds(
                request.FilterExpression, request.ExpressionAttributeNames, request.ExpressionAttributeValues, item, request.KeyConditionExpression)),
            LastEvaluatedKey = last,
        };
    }

    private ScanResponse Scan(ScanRequest request)
    {
        var (items, last) = Page(request.TableName, null, [.. _tables[request.TableName].Values], request.ExclusiveStartKey, request.Limit);
        return new() { Items = items, LastEvaluatedKey = last };
    }

    /// <summary>As DynamoDB does, it names a last key whenever it stopped at the limit, even if nothing follows.</summary>
    private (List<Item> Items, Item? Last) Page(string table, string? index, List<Item> found, Item? start, int? limit)
    {
        start?.Keys.ShouldBe(index is null ? [KeyName(table)] : [KeyName(table), Indexes[index].Partition, Indexes[index].Sort], ignoreOrder: true);
        var first = start is null ? 0 : found.FindIndex(item => item[KeyName(table)].S == start[KeyName(table)].S) + 1;
        var size = Math.Min(limit ?? int.MaxValue, PageSize);
        var items = found.Skip(first).Take(size).ToList();
        return (items, items.Count == size ? KeyIn(table, items[^1], index) : null);
    }
}
