using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NSubstitute;
using SensorWatch.Functions.Access;

namespace SensorWatch.Functions.Tests.Access;

/// <summary>A table that answers as the token store uses it; a scan gives two items at a time.</summary>
internal sealed class FakeTokensTable
{
    public FakeTokensTable()
    {
        Client = Substitute.For<IAmazonDynamoDB>();
        Client.GetItemAsync(Arg.Any<GetItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => Get(call.Arg<GetItemRequest>()));
        Client.PutItemAsync(Arg.Any<PutItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => Put(call.Arg<PutItemRequest>()));
        Client.UpdateItemAsync(Arg.Any<UpdateItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => Update(call.Arg<UpdateItemRequest>()));
        Client.ScanAsync(Arg.Any<ScanRequest>(), Arg.Any<CancellationToken>()).Returns(call => Scan(call.Arg<ScanRequest>()));
        Store = new(Client, "tokens");
    }

    public IAmazonDynamoDB Client { get; }

    public TokenStore Store { get; }

    public SortedDictionary<string, Dictionary<string, AttributeValue>> Items { get; } = new(StringComparer.Ordinal);

    public List<string> TableNames { get; } = [];

    private GetItemResponse Get(GetItemRequest request)
    {
        TableNames.Add(request.TableName);
        request.ConsistentRead.ShouldBe(true);
        return new() { Item = Items.GetValueOrDefault(request.Key[TokenTable.TokenId].S) };
    }

    private PutItemResponse Put(PutItemRequest request)
    {
        TableNames.Add(request.TableName);
        request.ConditionExpression.ShouldBe("attribute_not_exists(#id)");
        if (!Items.TryAdd(request.Item[TokenTable.TokenId].S, request.Item))
        {
            throw new ConditionalCheckFailedException("exists");
        }

        return new();
    }

    private UpdateItemResponse Update(UpdateItemRequest request)
    {
        TableNames.Add(request.TableName);
        request.ConditionExpression.ShouldBe("attribute_exists(#id)");
        request.UpdateExpression.ShouldBe("SET #revokedAt = if_not_exists(#revokedAt, :at)");
        if (!Items.TryGetValue(request.Key[TokenTable.TokenId].S, out var item))
        {
            throw new ConditionalCheckFailedException("does not exist");
        }

        item.TryAdd(TokenTable.RevokedAt, request.ExpressionAttributeValues[":at"]);
        return new() { Attributes = item };
    }

    private ScanResponse Scan(ScanRequest request)
    {
        TableNames.Add(request.TableName);
        var after = request.ExclusiveStartKey?.GetValueOrDefault(TokenTable.TokenId)?.S;
        var page = Items.Where(item => after is null || string.CompareOrdinal(item.Key, after) > 0).Take(2).ToList();
        return new()
        {
            Items = [.. page.Select(item => item.Value)],
            LastEvaluatedKey = page.Count == 2 ? new() { [TokenTable.TokenId] = new() { S = page[^1].Key } } : null,
        };
    }
}
