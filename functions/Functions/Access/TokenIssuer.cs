using SensorWatch.Contracts;

namespace SensorWatch.Functions.Access;

/// <summary>Makes tokens. The secret leaves this class once, in the answer; the table gets its hash.</summary>
public sealed class TokenIssuer(TokenStore store, TimeProvider time)
{
    /// <summary>Longest name of a token.</summary>
    public const int MaximumNameLength = 64;

    /// <summary>Makes and keeps a device's token.</summary>
    /// <param name="name">Whose it is, for people.</param>
    /// <param name="sensorIds">The sensors whose readings it may post: 1 to <see cref="StoredToken.MaximumSensors"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentException">The name or a sensor id isn't possible.</exception>
    public async Task<IssuedToken> IssueDeviceAsync(string name, IReadOnlyList<string> sensorIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sensorIds);
        var distinct = sensorIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (distinct.Count is 0 or > StoredToken.MaximumSensors)
        {
            throw new ArgumentException($"Expected 1 to {StoredToken.MaximumSensors} sensors for a device; got {distinct.Count}.", nameof(sensorIds));
        }

        return distinct.Select(ReadingRules.CheckSensorId).FirstOrDefault(error => error is not null) is { } wrong
            ? throw new ArgumentException($"A sensor's id is impossible: {wrong}.", nameof(sensorIds))
            : await IssueAsync(TokenKind.Device, name, distinct, cancellationToken);
    }

    /// <summary>Makes and keeps an operator's token.</summary>
    /// <param name="name">Who it is: acknowledgements carry this name.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ArgumentException">The name isn't possible.</exception>
    public Task<IssuedToken> IssueOperatorAsync(string name, CancellationToken cancellationToken) =>
        IssueAsync(TokenKind.Operator, name, [], cancellationToken);

    private async Task<IssuedToken> IssueAsync(
        TokenKind kind, string name, IReadOnlyList<string> sensorIds, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaximumNameLength || name.Any(char.IsControl))
        {
            throw new ArgumentException($"Expected a name of 1 to {MaximumNameLength} characters on one line; got '{name}'.", nameof(name));
        }

        var token = Token.Create(kind);
        var stored = new StoredToken
        {
            TokenId = token.TokenId,
            Kind = kind,
            Name = name,
            SensorIds = sensorIds,
            Secret = SecretHash.Of(token.Secret),
            CreatedAt = time.GetUtcNow(),
        };
        await store.AddAsync(stored, cancellationToken);
        return new(token.Reveal(), stored);
    }
}

/// <summary>A new token.</summary>
/// <param name="Text">The whole token, for its owner: it can't be shown again.</param>
/// <param name="Stored">What is kept of it.</param>
public sealed record IssuedToken(string Text, StoredToken Stored);
