using SensorWatch.Templates.Access;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Code;

/// <summary>Whether functions may do what their handlers do, and no more.</summary>
internal static class GrantRules
{
    private const string Page = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html";

    // Not the handler's doing but Lambda's, or a key's of what it uses: logs, traces, encryption, networks.
    private static readonly string[] OthersServices = ["logs", "xray", "kms", "ec2", "elasticfilesystem"];

    // What the CDK's grants for pollers give beyond what Lambda asks for; nothing more can be done with it.
    private static readonly string[] PollerExtras =
    [
        "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "dynamodb:ListStreams", "kinesis:DescribeStream", "kinesis:DescribeStreamSummary",
        "kinesis:ListShards", "kinesis:ListStreams", "kinesis:SubscribeToShard",
    ];

    private static readonly DesignRule Missing = new()
    {
        Id = "code/grants-missing",
        Sentence = "A function's role allows what its handler does.",
        Mend = "Allow it in a policy of the function's role.",
        Source = Page,
        Check = context => from described in context.Packages.Described
                           let role = RoleArn(described.Function)
                           where role is not null && context.Policies.OfRole(role).IsComplete
                           from needed in NeededAccess.OfHandler(context, described)
                           where needed.ResourceArn?.IsUnresolved() != true && !AccessNeeds.MayBeMet(context, context.Policies.OfRole(role), role, needed)
                           select new Finding(described.Function.Resource, $"{described.Handler!.Name} needs {needed}, which its role does not allow."),
    };

    private static readonly DesignRule Unneeded = new()
    {
        Id = "code/grants-unneeded",
        Sentence = "A function's role allows nothing that its handler doesn't do.",
        Mend = "Take it out of the policy, or declare it among the handler's needs.",
        Source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
        Check = context => from role in DescribedRoles(context)
                           let needs = NeedsOf(context, role.Arn, role.Functions)
                           let handlers = string.Join(", ", role.Functions.Select(function => function.Handler!.Name))
                           from policy in context.Policies.OfRole(role.Arn).Own
                           from statement in policy.Document.Statements
                           let unneeded = UnneededOf(statement, needs).ToList()
                           where statement.Effect == PolicyEffect.Allow && unneeded.Count > 0
                           select new Finding(policy.DeclaredBy, $"{policy.Property}, {statement.Label}: {string.Join(", ", unneeded)} is allowed, but {handlers} doesn't need it."),
    };

    public static IReadOnlyList<DesignRule> All { get; } = [Missing, Unneeded];

    /// <summary>ARN of the function's role; null when it could not be resolved.</summary>
    public static string? RoleArn(FunctionResource function) => function.Resource.Text("Role") is { } arn && !arn.IsUnresolved() ? arn : null;

    /// <summary>Roles of functions, if what each of those needs is known.</summary>
    private static IEnumerable<(string Arn, List<DescribedFunction> Functions)> DescribedRoles(DesignContext context) =>
        from function in context.Deployment.Functions
        group function by RoleArn(function) into users
        where users.Key is not null
        let described = users.Select(context.Packages.Find).OfType<DescribedFunction>().Where(function => function.Handler is not null).ToList()
        where described.Count == users.Count()
        select (users.Key, described);

    private static List<NeededAccess> NeedsOf(DesignContext context, string roleArn, List<DescribedFunction> functions)
    {
        var mappings = context.Deployment.EventSourceMappings
            .Where(mapping => context.Deployment.FindFunction(mapping.FunctionName) is { } function && RoleArn(function) == roleArn)
            .ToList();
        var asynchronous = context.Deployment.OfType("AWS::Lambda::EventInvokeConfig")
            .SelectMany(config => new[] { config.Text("DestinationConfig.OnFailure.Destination"), config.Text("DestinationConfig.OnSuccess.Destination") });
        var deadLetters = functions.Select(function => function.Function.Resource.Text("DeadLetterConfig.TargetArn"));
        return
        [
            .. functions.SelectMany(function => NeededAccess.OfHandler(context, function)),
            .. mappings.SelectMany(NeededAccess.OfMapping),
            .. mappings.SelectMany(mapping => PollerExtras.Select(action => new NeededAccess(action, mapping.EventSourceArn))),
            .. asynchronous.Concat(deadLetters).OfType<string>().SelectMany(NeededAccess.SendTo),
        ];
    }

    /// <summary>What nothing asks for: actions, and of those that are asked for the resources that are not.</summary>
    private static IEnumerable<string> UnneededOf(PolicyStatement statement, List<NeededAccess> needs)
    {
        if (statement.Action.IsNegated || statement.Resource is not { IsNegated: false } resource)
        {
            yield break;
        }

        foreach (var action in statement.Action.Patterns.Where(action => !OthersServices.Contains(IamActions.Split(action).Service)))
        {
            var asked = needs.Where(need => Wildcard.Covers(action, need.Action, ignoreCase: true)).ToList();
            if (asked.Count == 0)
            {
                yield return action;
                continue;
            }

            foreach (var pattern in resource.Patterns.Where(pattern => !pattern.IsUnresolved() && !asked.Exists(need => Takes(pattern, need))))
            {
                yield return $"{action} on {pattern}";
            }

            foreach (var what in PublishedInVain(action, statement, asked))
            {
                yield return what;
            }
        }
    }

    private static bool Takes(string pattern, NeededAccess need) =>
        need.ResourceArn is not { } arn || arn.IsUnresolved() || Wildcard.Covers(pattern, arn, ignoreCase: false) || Wildcard.Covers(arn, pattern, ignoreCase: false);

    /// <summary>Events that may be published, and are not: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html</summary>
    private static IEnumerable<string> PublishedInVain(string action, PolicyStatement statement, List<NeededAccess> asked)
    {
        var published = asked.Select(need => need.Publishes).OfType<Packages.PublishedEvent>().ToList();
        if (published.Count == 0)
        {
            yield break;
        }

        foreach (var (key, values) in new[] { ("events:source", published.Select(e => e.Source)), ("events:detail-type", published.Select(e => e.DetailType)) })
        {
            var conditions = statement.Conditions.Where(condition => condition.IsOn(key) && !condition.IsNegated).ToList();
            if (conditions.Count == 0)
            {
                yield return $"{action} of any {key["events:".Length..]}";
            }

            foreach (var value in conditions.SelectMany(condition => condition.Values))
            {
                if (!value.IsUnresolved() && !values.Any(known => Wildcard.Covers(value, known, ignoreCase: false)))
                {
                    yield return $"{action} of {key["events:".Length..]} '{value}'";
                }
            }
        }
    }
}
