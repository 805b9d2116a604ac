using Amazon.Lambda.Core;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// The HTTP API's Lambda authorizer, payload format 2.0 with simple responses:
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
/// It takes <c>Authorization: Bearer {token}</c>, and answers who it is and whether the token is good for the route.
/// </summary>
/// <remarks>
/// The HTTP API caches the answer, allowing or refusing, by the identity sources alone. The answer depends on the route,
/// so <c>$context.routeKey</c> must be among them: <c>$request.header.Authorization, $context.routeKey</c>. A revoked token
/// may still be let in from the cache until its time to live is over. A request without the header is a 401 of the
/// HTTP API and doesn't come here; a refusal is a 403.
/// </remarks>
public sealed class Authorize(TokenStore tokens) : ILambdaHandler<AuthorizerRequest, AuthorizerResponse>, IHandlerSettings
{
    private const string Scheme = "Bearer ";

    public static IReadOnlyList<Need> Needs => [TokenStore.ToFind];

    public async Task<AuthorizerResponse> HandleAsync(AuthorizerRequest input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        if (ReadToken(input) is not { } token)
        {
            return Refuse(context, input.RouteKey, "no token", "expected 'Authorization: Bearer' and a token of the form swd_….… or swo_….…");
        }

        var stored = await tokens.FindAsync(token.TokenId, cancellationToken);
        if (Refusal(stored, token, input.RouteKey) is { } reason)
        {
            return Refuse(context, input.RouteKey, token.TokenId, reason);
        }

        return new(true, new Caller(stored!.Kind, stored.Name, stored.SensorIds).ToContext());
    }

    private static Token? ReadToken(AuthorizerRequest input) =>
        input.Headers?.GetValueOrDefault("authorization") is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Token.Parse(header[Scheme.Length..].Trim())
            : null;

    private static string? Refusal(StoredToken? stored, Token token, string routeKey) => stored switch
    {
        null => "unknown",
        _ when !stored.Secret.Matches(token.Secret) => "wrong secret",
        { RevokedAt: { } revokedAt } => $"revoked at {revokedAt:u}",
        _ when !RouteAccess.Allows(stored.Kind, routeKey) => $"not for tokens of the kind {stored.Kind}",
        _ => null,
    };

    // The reason goes to the log and not to the caller, who should not learn what nearly worked.
    private static AuthorizerResponse Refuse(ILambdaContext context, string routeKey, string tokenId, string reason)
    {
        context.Logger.LogWarning("Refused {routeKey} to {tokenId}: {reason}", routeKey, tokenId, reason);
        return new(false, null);
    }
}

/// <summary>What the HTTP API asks its authorizer: the members that are used.</summary>
public sealed record AuthorizerRequest
{
    /// <summary>The route that was chosen: <c>POST /readings</c>.</summary>
    public required string RouteKey { get; init; }

    /// <summary>Names in lower case.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

/// <summary>A simple response.</summary>
/// <param name="IsAuthorized">Whether the request may pass.</param>
/// <param name="Context">What the route's handler gets in <c>requestContext.authorizer.lambda</c>; null for a refusal.</param>
public sealed record AuthorizerResponse(bool IsAuthorized, IReadOnlyDictionary<string, string>? Context);
