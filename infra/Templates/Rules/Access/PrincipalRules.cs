using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Access;

/// <summary>Whom the policies of resources let in.</summary>
internal static class PrincipalRules
{
    private const string Key = "AWS::KMS::Key";

    // The source of a service's call: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    private static readonly string[] SourceKeys =
    [
        "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:PrincipalAccount",
        // Alexa's skills and the like send a token instead.
        "lambda:EventSourceToken",
    ];

    private static readonly DesignRule Open = new()
    {
        Id = "access/open-principal",
        Sentence = "A resource's policy lets nobody in who isn't named.",
        Mend = "Name the principal, or ask in a condition for its source, account or organization.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
        Check = context => from placed in context.Allowing(PolicyKind.Resource)
                           where placed.Statement.Principal is { } principal
                               && (principal.IsNegated || principal.Principals.Any(one => one.Kind == PrincipalKind.Any))
                               && !IsNarrowedTo(placed.Statement)
                               && !IsFunctionUrl(placed.Statement)
                           select placed.Finding(
                               $"It lets {(placed.Statement.Principal!.IsNegated ? "everybody but some" : "everybody (*)")} do {placed.Statement.Action}."),
    };

    private static readonly DesignRule Deputy = new()
    {
        Id = "access/confused-deputy",
        Sentence = "A policy that lets an AWS service in says for whose resource the service may act.",
        Mend = "Add aws:SourceArn (a permission's SourceArn) with the resource that calls, or aws:SourceAccount.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
        Check = context => from placed in context.Allowing(PolicyKind.Resource)
                           where placed.Policy.DeclaredBy.Type != Key && !placed.Statement.AsksFor(SourceKeys)
                           let services = (placed.Statement.Principal?.Principals ?? []).Where(one => one.Kind == PrincipalKind.Service).Select(one => one.Value).ToList()
                           where services.Count > 0 && !services.Exists(service => service.IsUnresolved())
                           select placed.Finding($"It lets {string.Join(", ", services)} in, whoever makes the service do it."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Open, Deputy];

    /// <summary>What the condition asks of a caller who is let in: a function's kind of address says nothing of that.</summary>
    private static bool IsNarrowedTo(PolicyStatement statement) => (statement with
    {
        Conditions = [.. statement.Conditions.Where(condition => !condition.IsOn("lambda:FunctionUrlAuthType") && !condition.IsOn("lambda:InvokedViaFunctionUrl"))],
    }).IsNarrowed();

    /// <summary>An address without authorization is the concern of another rule, which looks at the address itself.</summary>
    private static bool IsFunctionUrl(PolicyStatement statement) => statement.Conditions.Any(condition =>
        (condition.IsOn("lambda:FunctionUrlAuthType") && condition.Values.Contains("NONE"))
        || (condition.IsOn("lambda:InvokedViaFunctionUrl") && condition.Values.Contains("true")));
}
