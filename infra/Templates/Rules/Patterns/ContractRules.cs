using SensorWatch.Templates.Access;
using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether rules and the contracts of events agree.</summary>
internal static class ContractRules
{
    private const string Patterns = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html";
    private const string Schemas = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html";

    public static DesignRule KnownEvents { get; } = new()
    {
        Id = "pattern/known-events",
        Sentence = "A rule names sources and detail-types that events have: a contract's, or an AWS service's.",
        Mend = "Correct the name, or publish the event's schema with the contracts.",
        Source = Patterns,
        Check = context => OfRules(context, (events, rule, pattern) => NameFaults(events, rule, pattern)),
    };

    public static DesignRule KnownFields { get; } = new()
    {
        Id = "pattern/known-fields",
        Sentence = "A rule asks for fields and values that its events can have.",
        Mend = "Correct the field or the value.",
        Source = Patterns,
        Check = context => OfRules(context, (events, _, pattern) => FieldFaults(events, pattern)),
    };

    public static DesignRule MatchesContract { get; } = new()
    {
        Id = "pattern/matches-contract",
        Sentence = "Every rule can match the event of at least one contract.",
        Mend = "Take source and detail-type of one contract.",
        Source = Patterns,
        Check = context => OfRules(context, Mismatches),
    };

    public static DesignRule Consumed { get; } = new()
    {
        Id = "pattern/contract-consumed",
        Sentence = "Every event that has a published contract is taken by a rule, or declared as for others.",
        Mend = "Add a rule for it, or make an exception that says who takes it.",
        Source = Schemas,
        Check = Unconsumed,
    };

    private static IEnumerable<Finding> OfRules(
        DesignContext context, Func<RuleEvents, RuleResource, EventPattern, IEnumerable<FieldFault>> check)
    {
        var events = new RuleEvents(context);
        return
            from rule in context.Deployment.Rules
            let pattern = KnownPattern.Of(rule)
            where pattern is not null
            from fault in check(events, rule, pattern).Distinct()
            select new Finding(rule.Resource, fault.Message, fault.Mend.Length > 0 ? fault.Mend : null);
    }

    private static IEnumerable<FieldFault> NameFaults(RuleEvents events, RuleResource rule, EventPattern pattern)
    {
        var knowsAll = events.KnowsAllOf(rule.EventBusName);
        foreach (var alternative in pattern.Alternatives)
        {
            var sources = RuleEvents.SourcesOf(alternative);
            foreach (var source in sources)
            {
                List<string> known = RuleEvents.IsAws(source) ? [.. AwsEvents.Sources] : [.. events.Contracts.Select(contract => contract.Source)];
                if (!IsService(source) && IsWrong(source, known, knowsAll && !RuleEvents.IsAws(source)))
                {
                    yield return new($"source '{source}' is no {(RuleEvents.IsAws(source) ? "AWS service's" : "contract's")}.", Suggestion.For(source, known));
                }
            }

            foreach (var detailType in RuleEvents.DetailTypesOf(alternative))
            {
                List<string> known = [.. KnownDetailTypes(events, sources)];
                if (IsWrong(detailType, known, knowsAll && !sources.Any(RuleEvents.IsAws)))
                {
                    var owner = sources.Count > 0 && sources.All(RuleEvents.IsAws) ? $"event of {string.Join(" or ", sources)}" : "contract's";
                    yield return new($"detail-type '{detailType}' is no {owner}.", Suggestion.For(detailType, known));
                }
            }
        }
    }

    /// <summary>AWS has more services than are known here, with names that are short and much alike: aws.dms and aws.kms.</summary>
    private static bool IsService(string source) =>
        RuleEvents.IsAws(source) && (source.Length < "aws.".Length + 5 || IamActions.IsKnown(source["aws.".Length..]));

    /// <summary>Where not every event is known, only a name that is nearly a known one is wrong.</summary>
    private static bool IsWrong(string name, List<string> known, bool knowsAll) =>
        !known.Contains(name) && (knowsAll || (name.Length > 3 && Suggestion.Nearest(name, known) is not null));

    private static IEnumerable<string> KnownDetailTypes(RuleEvents events, IReadOnlyList<string> sources)
    {
        var ofServices = sources.Where(RuleEvents.IsAws).SelectMany(AwsEvents.DetailTypesOf);
        return sources.Count > 0 && sources.All(RuleEvents.IsAws)
            ? ofServices
            : events.Contracts.Select(contract => contract.DetailType).Concat(ofServices);
    }

    /// <summary>A field is wrong when it is wrong for every event that the alternative may take.</summary>
    private static IEnumerable<FieldFault> FieldFaults(RuleEvents events, EventPattern pattern)
    {
        foreach (var alternative in pattern.Alternatives)
        {
            var types = events.TypesOf(alternative);
            foreach (var field in alternative.Fields.Where(field => field.Path is not ("source" or "detail-type")))
            {
                List<FieldFault?> faults = [.. types.Select(type => FieldFault.Of(field, type))];
                if (faults.Count > 0 && faults.TrueForAll(fault => fault is not null))
                {
                    yield return faults.Find(fault => fault!.Mend.StartsWith("Did", StringComparison.Ordinal)) ?? faults[0]!;
                }
            }
        }
    }

    private static IEnumerable<FieldFault> Mismatches(RuleEvents events, RuleResource rule, EventPattern pattern)
    {
        var isToldOtherwise = !events.KnowsAllOf(rule.EventBusName)
            || pattern.Alternatives.SelectMany(RuleEvents.SourcesOf).Any(RuleEvents.IsAws)
            || NameFaults(events, rule, pattern).Any()
            || FieldFaults(events, pattern).Any();
        if (isToldOtherwise || events.Contracts.Any(contract => RuleEvents.Takes(rule with { Enabled = true }, contract)))
        {
            return [];
        }

        var nearest = events.Contracts
            .Select(contract => (contract, Faults: FaultsOf(pattern, contract)))
            .MinBy(pair => pair.Faults.Count);
        return [new($"no contract's event can match. Nearest is {nearest.contract.DetailType}: {nearest.Faults[0].Message}", nearest.Faults[0].Mend)];
    }

    /// <summary>The faults of the alternative that has the fewest.</summary>
    private static List<FieldFault> FaultsOf(EventPattern pattern, EventType type) => pattern.Alternatives
        .Select(alternative => alternative.Fields.Select(field => FieldFault.Of(field, type)).OfType<FieldFault>().ToList())
        .MinBy(faults => faults.Count)!;

    /// <summary>A deployment without rules publishes its contracts for others.</summary>
    private static IEnumerable<Finding> Unconsumed(DesignContext context)
    {
        List<RuleResource> rules = [.. context.Deployment.Rules.Where(rule => rule.EventPattern is not null)];
        return rules.Count == 0
            ? []
            : from contract in new RuleEvents(context).Contracts
              where !rules.Exists(rule => RuleEvents.Takes(rule, contract))
              select new Finding(contract.Resource!, $"no rule takes '{contract.DetailType}' from '{contract.Source}'.");
    }
}
