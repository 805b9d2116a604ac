namespace SensorWatch.Templates.Rules;

/// <summary>Who may do what.</summary>
internal static class AccessRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        .. Access.PolicyRules.All,
        .. Access.RoleRules.All,
        .. Access.PrincipalRules.All,
        .. Access.RouteRules.All,
        .. Access.ProtectionRules.All,
    ];
}
