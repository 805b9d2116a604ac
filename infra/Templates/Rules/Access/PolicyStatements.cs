using SensorWatch.Templates.Access;

namespace SensorWatch.Templates.Rules.Access;

/// <summary>A statement, and the policy that it is in.</summary>
internal sealed record PlacedStatement(AttachedPolicy Policy, PolicyStatement Statement)
{
    /// <summary>A finding in it.</summary>
    public Finding Finding(string fault, string? mend = null) => new(Policy.DeclaredBy, $"{Policy.Property}, {Statement.Label}: {fault}", mend);
}

/// <summary>Looking through policies.</summary>
internal static class PolicyStatements
{
    // These say how or when somebody calls, and not who or what.
    private static readonly string[] KeysOfManner =
        ["aws:SecureTransport", "aws:CurrentTime", "aws:EpochTime", "aws:RequestedRegion", "aws:MultiFactorAuthPresent", "aws:UserAgent", "aws:Referer"];

    /// <summary>What is allowed by the policies of a kind.</summary>
    public static IEnumerable<PlacedStatement> Allowing(this DesignContext context, PolicyKind kind) =>
        from policy in context.Policies.All
        where policy.Kind == kind
        from statement in policy.Document.Statements
        where statement.Effect == PolicyEffect.Allow
        select new PlacedStatement(policy, statement);

    /// <summary>Whether a condition holds the statement to some callers or resources; a condition that takes any value does not.</summary>
    public static bool IsNarrowed(this PolicyStatement statement) => statement.Conditions.Any(condition =>
        !KeysOfManner.Any(condition.IsOn) && !condition.IsNegated && !condition.IsOptional && condition.Values.All(value => value.Trim('*').Length > 0));

    /// <summary>Whether one of these keys is asked for, with some value.</summary>
    public static bool AsksFor(this PolicyStatement statement, params IReadOnlyList<string> keys) => statement.Conditions.Any(condition =>
        keys.Any(condition.IsOn) && !condition.IsNegated && !condition.IsOptional && condition.Values.All(value => value.Trim('*').Length > 0));
}
