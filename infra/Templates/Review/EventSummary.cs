using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Review;

/// <summary>Rules and schedules with their patterns and targets, archives, filters of mappings.</summary>
internal static class EventSummary
{
    public static void Append(Markdown text, Deployment deployment, ReviewNames names)
    {
        text.Heading(2, "Rules");
        foreach (var rule in deployment.Rules.OrderBy(rule => FlowNodes.ShortName(rule.Resource), StringComparer.Ordinal))
        {
            text.Heading(3, FlowNodes.ShortName(rule.Resource));
            text.List(Facts(rule, names));
        }

        List<EventSourceMappingResource> filtered =
            [.. deployment.EventSourceMappings.Where(mapping => mapping.Filters.Count > 0).OrderBy(mapping => mapping.Resource.Path, StringComparer.Ordinal)];
        if (filtered.Count > 0)
        {
            text.Heading(2, "Filters of mappings");
            text.List(filtered.SelectMany(mapping => mapping.Filters.Select(filter =>
                $"{FlowNodes.ShortName(mapping.Resource)}: {Markdown.Code(FlowText.Json(filter))}")));
        }

        if (deployment.Archives.Count > 0)
        {
            text.Heading(2, "Archives");
            text.List(deployment.Archives.Select(archive =>
                $"{FlowNodes.ShortName(archive.Resource)}: {names.Of(archive.SourceArn)}, {(archive.EventPattern is { } pattern ? Markdown.Code(FlowText.Json(pattern)) : "every event")}, "
                + (archive.RetentionDays == 0 ? "for ever" : $"{archive.RetentionDays} days")).Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Facts(RuleResource rule, ReviewNames names)
    {
        yield return $"bus {rule.EventBusName}{(rule.Enabled ? "" : ", disabled")}";
        if (rule.ScheduleExpression is { } schedule)
        {
            yield return Markdown.Code(schedule);
        }

        if (rule.EventPattern is { } pattern)
        {
            yield return Markdown.Code(FlowText.Json(pattern));
        }

        foreach (var target in rule.Targets)
        {
            yield return $"to {names.Of(target.Arn)}, {target.MaximumRetryAttempts} retries in {target.MaximumEventAgeSeconds} s";
            yield return target.DeadLetterArn is { } deadLetters ? $"undelivered to {names.Of(deadLetters)}" : "undelivered events are lost";
        }
    }
}
