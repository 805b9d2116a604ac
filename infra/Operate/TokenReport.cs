using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Access;

namespace SensorWatch.Operate;

/// <summary>A token as the command line shows it.</summary>
internal sealed record TokenReport
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The whole token: only of one that was issued just now.</summary>
    public string? Token { get; init; }

    public required string TokenId { get; init; }

    public required TokenKind Kind { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> SensorIds { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public static TokenReport From(IssuedToken issued) => From(issued.Stored) with { Token = issued.Text };

    public static TokenReport From(StoredToken stored) => new()
    {
        TokenId = stored.TokenId,
        Kind = stored.Kind,
        Name = stored.Name,
        SensorIds = stored.SensorIds,
        CreatedAt = stored.CreatedAt,
        RevokedAt = stored.RevokedAt,
    };

    public static string ToJson(IReadOnlyList<TokenReport> reports) => JsonSerializer.Serialize(reports, Options);

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public string ToLine()
    {
        var state = RevokedAt is { } revokedAt ? $"revoked {UtcTimeConverter.ToText(revokedAt)}" : "valid";
        return $"{TokenId}  {Kind.ToString().ToLowerInvariant(),-8}  {UtcTimeConverter.ToText(CreatedAt)}  {state}  {Name}  {string.Join(',', SensorIds)}".TrimEnd();
    }
}
