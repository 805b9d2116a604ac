using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether rules listen where their events are.</summary>
internal static class BusRules
{
    public static DesignRule Exists { get; } = new()
    {
        Id = "pattern/bus-exists",
        Sentence = "A rule is on the bus that its events are put on.",
        Mend = "Refer to the bus, or import it, instead of writing its name.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html",
        Check = context => OfRules(context, BusFault),
    };

    public static DesignRule SourceOnItsBus { get; } = new()
    {
        Id = "pattern/source-on-its-bus",
        Sentence = "Events of AWS services are on the default bus, the system's own on the system's bus, and schedules are rules of the default bus.",
        Mend = "Put the rule on the other bus.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is-how-it-works-concepts.html",
        Check = context => OfRules(context, SourceFault),
    };

    public static DesignRule Enabled { get; } = new()
    {
        Id = "pattern/enabled",
        Sentence = "A rule is enabled.",
        Mend = "Enable it, delete it, or make an exception that says until when it is disabled.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html",
        Check = context => context.Deployment.Rules
            .Where(rule => !rule.Enabled)
            .Select(rule => new Finding(rule.Resource, "the rule is disabled: it takes nothing.")),
    };

    public static DesignRule BucketSends { get; } = new()
    {
        Id = "pattern/bucket-sends-events",
        Sentence = "A bucket whose events a rule takes sends them to EventBridge.",
        Mend = "Set NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled on the bucket.",
        Source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-event-notifications-eventbridge.html",
        Check = SilentBuckets,
    };

    private static IEnumerable<Finding> OfRules(DesignContext context, Func<DesignContext, RuleEvents, RuleResource, string?> check)
    {
        var events = context.Events;
        return
            from rule in context.Deployment.Rules
            where !Unresolved.IsIn(rule.EventBusName)
            let fault = check(context, events, rule)
            where fault is not null
            select new Finding(rule.Resource, fault);
    }

    /// <summary>A bus that another deployment made may be named; one whose events are all published here is most likely misnamed.</summary>
    private static string? BusFault(DesignContext context, RuleEvents events, RuleResource rule)
    {
        if (rule.EventBusName == "default" || events.IsOwnBus(rule.EventBusName))
        {
            return null;
        }

        var takesContract = events.Contracts.Any(contract => events.Takes(rule, contract));
        var near = Suggestion.Nearest(rule.EventBusName, events.Buses);
        return near is not null || (takesContract && events.HasBuses)
            ? $"the bus '{rule.EventBusName}' isn't in this deployment{(near is null ? "" : $". Did you mean '{near}'?")}"
                + (near is null ? $", which puts the rule's events on {string.Join(" or ", events.Buses)}." : "")
            : null;
    }

    private static string? SourceFault(DesignContext context, RuleEvents events, RuleResource rule)
    {
        if (rule.EventBusName != "default" && rule.ScheduleExpression is not null)
        {
            return $"the rule has a schedule on the bus '{rule.EventBusName}'; EventBridge has schedules on the default bus only.";
        }

        List<string> sources = [.. events.PatternOf(rule)?.Alternatives.SelectMany(RuleEvents.SourcesOf) ?? []];
        if (rule.EventBusName == "default")
        {
            var own = sources.Find(source => events.HasBuses && events.Contracts.Any(contract => contract.Source == source));
            return own is null ? null : $"'{own}' is a contract's source, and the contracts' bus is {string.Join(" or ", events.Buses)}, but the rule is on the default bus.";
        }

        var service = sources.Find(source => RuleEvents.IsAws(source) && !source.StartsWith("aws.partner", StringComparison.Ordinal));
        return service is not null && events.IsOwnBus(rule.EventBusName) && !IsFedByOthers(context.Deployment, rule.EventBusName)
            ? $"'{service}' is an AWS service, which puts its events on the default bus, but the rule is on '{rule.EventBusName}'."
            : null;
    }

    /// <summary>Whether a rule forwards events to the bus, or a policy lets other accounts and services put them there.</summary>
    private static bool IsFedByOthers(Deployment deployment, string bus)
    {
        var isTarget = deployment.Rules.SelectMany(rule => rule.Targets)
            .Any(target => target.Arn.EndsWith($":event-bus/{bus}", StringComparison.Ordinal) || Unresolved.IsIn(target.Arn));
        return isTarget
            || deployment.EventBuses.Any(own => own.Name == bus && own.Resource.Properties.ContainsKey("Policy"))
            || deployment.OfType("AWS::Events::EventBusPolicy").Any();
    }

    private static IEnumerable<Finding> SilentBuckets(DesignContext context)
    {
        var silent = context.Deployment.Buckets
            .Where(bucket => bucket.Resource.Properties.Find("NotificationConfiguration", "EventBridgeConfiguration") is null
                || bucket.Resource.Properties.Find("NotificationConfiguration", "EventBridgeConfiguration", "EventBridgeEnabled")?.ToString() is "false")
            .Where(bucket => !IsNotifiedByCdk(context.Deployment, bucket))
            .ToDictionary(bucket => bucket.Name);
        return
            from rule in context.Deployment.Rules
            let pattern = context.Events.PatternOf(rule)
            where pattern is not null
            from name in pattern.Alternatives.Where(alternative => RuleEvents.SourcesOf(alternative).Contains("aws.s3"))
                .SelectMany(alternative => alternative.Fields.Where(field => field.Path == "detail.bucket.name"))
                .SelectMany(KnownPattern.Literals).Distinct()
            where silent.ContainsKey(name)
            select new Finding(silent[name].Resource, $"the rule {rule.Resource.Path} takes the bucket's events, but the bucket sends none to EventBridge.");
    }

    /// <summary>The CDK's higher construct sets notifications by a custom resource.</summary>
    private static bool IsNotifiedByCdk(Deployment deployment, BucketResource bucket) => deployment.OfType("Custom::S3BucketNotifications")
        .Any(notifications => notifications.Properties["BucketName"]?.ToString() == bucket.Name
            && notifications.Properties.Find("NotificationConfiguration", "EventBridgeConfiguration") is not null);
}
