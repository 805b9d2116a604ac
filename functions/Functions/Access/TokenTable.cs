using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Access;

/// <summary>The tokens table: a <see cref="StoredToken"/> as a DynamoDB item.</summary>
public static class TokenTable
{
    /// <summary>Partition key; the table has no sort key.</summary>
    public const string TokenId = "tokenId";

    /// <summary>When the token was revoked.</summary>
    public const string RevokedAt = "revokedAt";

    private const string Kind = "kind";
    private const string Name = "name";
    private const string SensorIds = "sensorIds";
    private const string Salt = "salt";
    private const string Hash = "hash";
    private const string CreatedAt = "createdAt";

    public static Dictionary<string, AttributeValue> Write(StoredToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var item = new Dictionary<string, AttributeValue>
        {
            [TokenId] = ItemAttributes.Text(token.TokenId),
            [Kind] = ItemAttributes.Text(EnumText.ToText(token.Kind)),
            [Name] = ItemAttributes.Text(token.Name),
            [Salt] = new() { B = new(token.Secret.Salt) },
            [Hash] = new() { B = new(token.Secret.Hash) },
            [CreatedAt] = ItemAttributes.Time(token.CreatedAt),
        };

        // DynamoDB has no empty sets.
        if (token.SensorIds.Count > 0)
        {
            item[SensorIds] = new() { SS = [.. token.SensorIds] };
        }

        item.AddIfPresent(RevokedAt, token.RevokedAt is { } revokedAt ? ItemAttributes.Time(revokedAt) : null);
        return item;
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write"/> made.</exception>
    public static StoredToken Read(Dictionary<string, AttributeValue> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new()
        {
            TokenId = item.GetText(TokenId),
            Kind = item.GetEnum<TokenKind>(Kind),
            Name = item.GetText(Name),
            SensorIds = [.. (item.GetValueOrDefault(SensorIds)?.SS ?? []).Order(StringComparer.Ordinal)],
            Secret = new(Bytes(item, Salt), Bytes(item, Hash)),
            CreatedAt = item.GetTime(CreatedAt),
            RevokedAt = item.FindTime(RevokedAt),
        };
    }

    private static byte[] Bytes(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.B?.ToArray() ?? throw new InvalidDataException($"A token's item has no bytes '{name}'.");
}
