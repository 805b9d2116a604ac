using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Access;

/// <summary>The tokens table.</summary>
public sealed class TokenStore(IAmazonDynamoDB dynamoDb, string tableName)
{
    /// <summary>Environment variable that holds the tokens table's name.</summary>
    public const string TableNameVariable = "TOKENS_TABLE_NAME";

    public static Need ToFind { get; } = Need.To(TableNameVariable, "dynamodb:GetItem");

    /// <summary>Finds a token; null when there is none with this id.</summary>
    public async Task<StoredToken?> FindAsync(string tokenId, CancellationToken cancellationToken)
    {
        // Consistent: a token that was revoked a moment ago is revoked.
        var request = new GetItemRequest { TableName = tableName, Key = KeyOf(tokenId), ConsistentRead = true };
        var response = await dynamoDb.GetItemAsync(request, cancellationToken);
        return response.Item is { Count: > 0 } item ? TokenTable.Read(item) : null;
    }

    /// <summary>Keeps a new token.</summary>
    /// <exception cref="ConditionalCheckFailedException">There is one with this id already.</exception>
    public Task AddAsync(StoredToken token, CancellationToken cancellationToken) => dynamoDb.PutItemAsync(
        new()
        {
            TableName = tableName,
            Item = TokenTable.Write(token),
            ConditionExpression = "attribute_not_exists(#id)",
            ExpressionAttributeNames = new() { ["#id"] = TokenTable.TokenId },
        },
        cancellationToken);

    /// <summary>Marks a token as revoked; one that is already keeps its time.</summary>
    /// <returns>The token; null when there is none with this id.</returns>
    public async Task<StoredToken?> RevokeAsync(string tokenId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            var response = await dynamoDb.UpdateItemAsync(
                new()
                {
                    TableName = tableName,
                    Key = KeyOf(tokenId),
                    UpdateExpression = "SET #revokedAt = if_not_exists(#revokedAt, :at)",
                    ConditionExpression = "attribute_exists(#id)",
                    ExpressionAttributeNames = new() { ["#id"] = TokenTable.TokenId, ["#revokedAt"] = TokenTable.RevokedAt },
                    ExpressionAttributeValues = new() { [":at"] = new() { S = UtcTimeConverter.ToText(at) } },
                    ReturnValues = ReturnValue.ALL_NEW,
                },
                cancellationToken);
            return TokenTable.Read(response.Attributes);
        }
        catch (ConditionalCheckFailedException)
        {
            return null;
        }
    }

    /// <summary>All tokens, revoked ones too, by the time of their making.</summary>
    public async Task<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancellationToken)
    {
        var tokens = new List<StoredToken>();
        var request = new ScanRequest { TableName = tableName };
        do
        {
            var response = await dynamoDb.ScanAsync(request, cancellationToken);
            tokens.AddRange((response.Items ?? []).Select(TokenTable.Read));
            request.ExclusiveStartKey = response.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });

        return [.. tokens.OrderBy(token => token.CreatedAt).ThenBy(token => token.TokenId, StringComparer.Ordinal)];
    }

    private static Dictionary<string, AttributeValue> KeyOf(string tokenId) => new() { [TokenTable.TokenId] = new() { S = tokenId } };
}
