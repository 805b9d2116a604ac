using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether rules have targets, and give them what they can.</summary>
internal static partial class TargetRules
{
    private const string Targets = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html";
    private const int MaximumTargets = 5;

    public static DesignRule HasTarget { get; } = new()
    {
        Id = "pattern/has-target",
        Sentence = $"A rule has a target, at most {MaximumTargets}, each with an id of its own.",
        Mend = "Give the rule its targets, or delete it.",
        Source = Targets,
        Check = context =>
            from rule in context.Deployment.Rules
            let fault = TargetsFault(rule)
            where fault is not null
            select new Finding(rule.Resource, fault),
    };

    public static DesignRule NoDuplicates { get; } = new()
    {
        Id = "pattern/no-duplicates",
        Sentence = "No two rules of a bus send the same events to the same target, which would get each twice.",
        Mend = "Delete one of the rules, or give it another pattern or target.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html",
        Check = Duplicates,
    };

    public static DesignRule InputTransformer { get; } = new()
    {
        Id = "pattern/input-transformer",
        Sentence = "A target's input is given in one way, and an input template uses only what its paths define.",
        Mend = "Define the placeholder in InputPathsMap, or correct its name.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html",
        Check = context =>
            from rule in context.Deployment.Rules
            from target in rule.Targets
            from fault in InputFaults(target)
            select new Finding(rule.Resource, $"target '{target.Id}': {fault}"),
    };

    private static string? TargetsFault(RuleResource rule)
    {
        var repeated = rule.Targets.GroupBy(target => target.Id).FirstOrDefault(targets => targets.Count() > 1);
        return rule.Targets.Count switch
        {
            0 => "the rule has no target: what it takes goes nowhere.",
            > MaximumTargets => $"the rule has {rule.Targets.Count} targets; {MaximumTargets} are the most.",
            _ => repeated is null ? null : $"{repeated.Count()} targets have the id '{repeated.Key}'.",
        };
    }

    private static IEnumerable<Finding> Duplicates(DesignContext context)
    {
        List<RuleResource> rules = [.. context.Deployment.Rules.Where(rule => rule.Enabled && !Unresolved.IsIn(rule.EventBusName))];
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules.Take(i).FirstOrDefault(other => IsSame(other, rules[i])) is { } first)
            {
                yield return new(rules[i].Resource, $"the rule {first.Resource.Path} sends the same events to the same target.");
            }
        }
    }

    private static bool IsSame(RuleResource left, RuleResource right) =>
        left.EventBusName == right.EventBusName
        && left.ScheduleExpression == right.ScheduleExpression
        && JsonNode.DeepEquals(Canonical(left.EventPattern), Canonical(right.EventPattern))
        && left.Targets.Any(target => right.Targets.Any(other => IsSame(target, other)));

    /// <summary>A schedule may start one function with several inputs.</summary>
    private static bool IsSame(RuleTarget left, RuleTarget right) =>
        left.Arn == right.Arn && !Unresolved.IsIn(left.Arn)
        && left.Input == right.Input && left.InputPath == right.InputPath
        && JsonNode.DeepEquals(left.InputTransformer, right.InputTransformer);

    /// <summary>The order of values makes no difference; that of names makes none to the comparison.</summary>
    private static JsonNode? Canonical(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Canonical(member.Value)))),
        JsonArray items when items.All(item => item is JsonValue) =>
            new JsonArray([.. items.Select(item => item!.DeepClone()).OrderBy(item => item.ToJsonString(), StringComparer.Ordinal)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<string> InputFaults(RuleTarget target)
    {
        var ways = new[] { target.Input is not null, target.InputPath is not null, target.InputTransformer is not null }.Count(isThere => isThere);
        if (ways > 1)
        {
            yield return "only one of Input, InputPath and InputTransformer may be given.";
        }

        if (target.InputPath is { } path && !Unresolved.IsIn(path) && !path.StartsWith('$'))
        {
            yield return $"InputPath is '{path}', but a JSON path begins with $.";
        }

        if (target.InputTransformer is not { } transformer || Unresolved.IsIn(transformer))
        {
            yield break;
        }

        var paths = transformer["InputPathsMap"] as JsonObject ?? [];
        foreach (var (name, value) in paths.Where(entry => entry.Value is not JsonValue text || !text.ToString().StartsWith('$')))
        {
            yield return $"InputPathsMap.{name} is '{value}', but a JSON path begins with $.";
        }

        List<string> used = [.. Placeholder().Matches($"{transformer["InputTemplate"]}").Select(match => match.Groups["name"].Value)];
        foreach (var name in used.Where(name => !paths.ContainsKey(name) && !name.StartsWith("aws.events.", StringComparison.Ordinal)).Distinct())
        {
            yield return $"InputTemplate uses <{name}>, which InputPathsMap doesn't define. {Suggestion.For(name, paths.Select(entry => entry.Key))}".TrimEnd();
        }
    }

    [GeneratedRegex("<(?<name>[A-Za-z0-9_.-]+)>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
