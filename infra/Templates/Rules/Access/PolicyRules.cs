using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules.Access;

/// <summary>Whether policies say what they mean, and no more.</summary>
internal static class PolicyRules
{
    private const string BestPractices = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html";

    private const string Actions = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html";

    /// <summary>A key's policy names the key as *, and its account for everything: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html</summary>
    private const string Key = "AWS::KMS::Key";

    private static readonly DesignRule Grammar = new()
    {
        Id = "access/policy-grammar",
        Sentence = "A policy follows IAM's grammar.",
        Mend = "Correct it there.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        Check = context => from policy in context.Policies.All
                           let fault = policy.Fault ?? MissingResource(policy)
                           where fault is not null && !fault.IsUnresolved() && !HasStandIn(policy)
                           select new Finding(policy.DeclaredBy, $"{policy.Property}: {fault}"),
    };

    private static readonly DesignRule Action = new()
    {
        Id = "access/action-wildcard",
        Sentence = "A policy allows actions by name or by what they have in common, and no service as a whole.",
        Mend = "List the actions that are needed.",
        Source = BestPractices,
        Check = context => from placed in context.Allowing(PolicyKind.Identity).Concat(context.Allowing(PolicyKind.Resource))
                           where placed.Policy.DeclaredBy.Type != Key
                           let wide = WideActions(placed.Statement).ToList()
                           where wide.Count > 0
                           select placed.Finding($"It allows {string.Join(", ", wide)}."),
    };

    private static readonly DesignRule Resource = new()
    {
        Id = "access/resource-wildcard",
        Sentence = "A policy names the resources that it allows actions on, where the actions have any.",
        Mend = "Name the resources by their ARNs.",
        Source = BestPractices,
        Check = context => from placed in context.Allowing(PolicyKind.Identity)
                           where placed.Statement.Resource is { } resource && (resource.IsNegated || resource.Patterns.Any(IsEverything)) && !placed.Statement.IsNarrowed()
                           let actions = placed.Statement.Action.IsNegated ? [] : placed.Statement.Action.Patterns.Where(HasResources).ToList()
                           where actions.Count > 0
                           select placed.Finding($"{string.Join(", ", actions)} {(actions.Count == 1 ? "is" : "are")} allowed on {Show(placed.Statement.Resource!)}."),
    };

    private static readonly DesignRule Exists = new()
    {
        Id = "access/action-exists",
        Sentence = "Every action that a policy names is one that IAM knows.",
        Mend = "Correct the name: an unknown action allows and denies nothing.",
        Source = Actions,
        Check = context => from policy in context.Policies.All
                           from statement in policy.Document.Statements
                           from pattern in statement.Action.Patterns
                           where !pattern.IsUnresolved() && Unknown(pattern) is not null
                           select new PlacedStatement(policy, statement).Finding(Unknown(pattern)!),
    };

    private static readonly DesignRule PassRole = new()
    {
        Id = "access/pass-role",
        Sentence = "A role is handed on by name only.",
        Mend = "Name the role's ARN, and the service that may take it (iam:PassedToService).",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
        Check = context => from placed in context.Allowing(PolicyKind.Identity)
                           where placed.Statement.Action is { IsNegated: false } action && action.Patterns.Any(IsPassRole)
                               && placed.Statement.Resource is { } resource && (resource.IsNegated || resource.Patterns.Any(IsEverything))
                               && !placed.Statement.IsNarrowed()
                           select placed.Finding("iam:PassRole is allowed on every role, so whoever has it can give a function of theirs any rights."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Grammar, Action, Resource, Exists, PassRole];

    /// <summary>A resource's policy may leave its resource out, a role's may not.</summary>
    private static string? MissingResource(AttachedPolicy policy)
    {
        var index = policy.Kind == PolicyKind.Identity ? policy.Document.Statements.ToList().FindIndex(statement => statement.Resource is null) : -1;
        return index < 0 ? null : $"Statement[{index}]: Resource is missing.";
    }

    /// <summary>A stand-in seldom has the form that a policy needs, which the template isn't to blame for.</summary>
    private static bool HasStandIn(AttachedPolicy policy) => StandIns.HasText(policy.DeclaredBy.Properties, StandIns.IsUnresolved);

    private static IEnumerable<string> WideActions(PolicyStatement statement) => statement.Action.IsNegated
        ? [statement.Action.ToString()]
        : statement.Action.Patterns.Where(pattern => IamActions.Split(pattern).Name.Trim('*').Length == 0);

    /// <summary><c>*</c>, or an ARN that leaves region, account and resource open.</summary>
    private static bool IsEverything(string pattern) => pattern.Split(':', 6) switch
    {
        [var all] => all.Trim('*').Length == 0,
        ["arn", _, _, var region, var account, var resource] => (region + account + resource).Trim('*').Length == 0,
        _ => false,
    };

    /// <summary>Whole services are the concern of another rule, and so is iam:PassRole.</summary>
    private static bool HasResources(string pattern) => IamActions.Split(pattern).Name.Trim('*').Length > 0
        && !IsPassRole(pattern)
        && IamActions.Matching(pattern).Any(IamActions.HasResources);

    private static bool IsPassRole(string pattern) => IamActions.Split(pattern) is ("iam", var name) && name.Trim('*').Length > 0 && Wildcard.Covers(name, "PassRole", ignoreCase: true);

    private static string Show(PolicyElement resource) => resource.IsNegated ? resource.ToString() : string.Join(", ", resource.Patterns.Where(IsEverything));

    private static string? Unknown(string pattern)
    {
        var (service, name) = IamActions.Split(pattern);
        return pattern == "*" ? null
            : !pattern.Contains(':', StringComparison.Ordinal) ? $"The action '{pattern}' lacks its service: 'sqs:SendMessage', for example."
            : !IamActions.IsKnown(service) || IamActions.Matching(pattern).Any() ? null
            : $"There is no action '{pattern}'.{Suggestion.Question(name, IamActions.OfService(service))}";
    }
}
