using SensorWatch.Contracts.Json;
using SensorWatch.Functions.Access;

namespace SensorWatch.Operate.Tokens;

/// <summary>A token as the command line shows it.</summary>
internal sealed record TokenReport
{
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

    public string ToLine()
    {
        var state = RevokedAt is { } revokedAt ? $"revoked {UtcTimeConverter.ToText(revokedAt)}" : "valid";
        return $"{TokenId}  {Kind.ToString().ToLowerInvariant(),-8}  {UtcTimeConverter.ToText(CreatedAt)}  {state}  {Name}  {string.Join(',', SensorIds)}".TrimEnd();
    }
}
