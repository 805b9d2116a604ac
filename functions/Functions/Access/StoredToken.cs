namespace SensorWatch.Functions.Access;

/// <summary>What the system keeps of a token: enough to check it, not enough to use it.</summary>
public sealed record StoredToken
{
    /// <summary>Most sensors of a device's token: their ids travel in the authorizer's answer with each request.</summary>
    public const int MaximumSensors = 100;

    public required string TokenId { get; init; }

    public required TokenKind Kind { get; init; }

    /// <summary>Whose it is, for people: of an operator's token, the name that acknowledgements carry.</summary>
    public required string Name { get; init; }

    /// <summary>The sensors whose readings a device may post; none for an operator.</summary>
    public IReadOnlyList<string> SensorIds { get; init; } = [];

    public required SecretHash Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it counts no more; null while it does.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
