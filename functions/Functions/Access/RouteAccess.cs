namespace SensorWatch.Functions.Access;

/// <summary>Which routes a kind of token is good for.</summary>
public static class RouteAccess
{
    private static readonly HashSet<string> DeviceRoutes = ["POST /readings"];

    /// <summary>Says whether a token of a kind may use a route.</summary>
    /// <param name="kind">The token's kind.</param>
    /// <param name="routeKey">The HTTP API's route, <c>POST /readings</c>.</param>
    public static bool Allows(TokenKind kind, string routeKey) => kind switch
    {
        TokenKind.Device => DeviceRoutes.Contains(routeKey),
        TokenKind.Operator => !DeviceRoutes.Contains(routeKey),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of token."),
    };
}
