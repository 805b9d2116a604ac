using System.Globalization;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Contracts.Json;

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
            [TokenId] = new() { S = token.TokenId },
            [Kind] = new() { S = TextOf(token.Kind) },
            [Name] = new() { S = token.Name },
            [Salt] = new() { B = new(token.Secret.Salt) },
            [Hash] = new() { B = new(token.Secret.Hash) },
            [CreatedAt] = new() { S = UtcTimeConverter.ToText(token.CreatedAt) },
        };

        // DynamoDB has no empty sets.
        if (token.SensorIds.Count > 0)
        {
            item[SensorIds] = new() { SS = [.. token.SensorIds] };
        }

        if (token.RevokedAt is { } revokedAt)
        {
            item[RevokedAt] = new() { S = UtcTimeConverter.ToText(revokedAt) };
        }

        return item;
    }

    /// <exception cref="InvalidDataException">The item is not one that <see cref="Write"/> made.</exception>
    public static StoredToken Read(Dictionary<string, AttributeValue> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new()
        {
            TokenId = Text(item, TokenId),
            Kind = KindOf(Text(item, Kind)),
            Name = Text(item, Name),
            SensorIds = [.. (item.GetValueOrDefault(SensorIds)?.SS ?? []).Order(StringComparer.Ordinal)],
            Secret = new(Bytes(item, Salt), Bytes(item, Hash)),
            CreatedAt = Time(Text(item, CreatedAt)),
            RevokedAt = item.ContainsKey(RevokedAt) ? Time(Text(item, RevokedAt)) : null,
        };
    }

    internal static string TextOf(TokenKind kind) => kind switch
    {
        TokenKind.Device => "device",
        TokenKind.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of token."),
    };

    internal static TokenKind KindOf(string text) => text switch
    {
        "device" => TokenKind.Device,
        "operator" => TokenKind.Operator,
        _ => throw new InvalidDataException($"Expected a token of the kind 'device' or 'operator'; got '{text}'."),
    };

    private static string Text(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.S ?? throw new InvalidDataException($"A token's item has no text '{name}'.");

    private static byte[] Bytes(Dictionary<string, AttributeValue> item, string name) =>
        item.GetValueOrDefault(name)?.B?.ToArray() ?? throw new InvalidDataException($"A token's item has no bytes '{name}'.");

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
