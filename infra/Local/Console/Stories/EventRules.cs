using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Local.Events;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Console.Stories;

/// <summary>Which rules take an event, and what the others want that it hasn't.</summary>
internal sealed class EventRules
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    private readonly ConsoleServices _services;
    private readonly ConsoleGraph _graph;
    private readonly IReadOnlyList<(RuleResource Rule, EventPattern Pattern)> _rules;

    public EventRules(ConsoleServices services, ConsoleGraph graph)
    {
        (_services, _graph) = (services, graph);
        _rules = [.. services.Deployment.Rules.Where(rule => rule.EventPattern is not null).Select(rule => (rule, EventPattern.Parse(rule.EventPattern!)))];
    }

    /// <summary>All rules of the event's buses, those that match first, then the nearest.</summary>
    /// <param name="published">How it came on each of its buses.</param>
    public ExplainedEvent Explain(IReadOnlyList<Fact> published)
    {
        var text = published[0].Text!;
        var buses = published.Select(fact => (string?)fact.Data?["bus"]).ToHashSet();
        using var document = JsonDocument.Parse(text, Deep);
        var root = document.RootElement;
        var rules = _rules.Where(rule => buses.Contains(EventBridgeDeployment.BusName(rule.Rule.EventBusName)))
            .Select(rule => Explain(rule.Rule, rule.Pattern, root))
            .OrderBy(rule => rule.Reasons.Count);
        return new(JsonNode.Parse(text, null, Deep)!, [.. rules]);
    }

    private ExplainedRule Explain(RuleResource rule, EventPattern pattern, JsonElement root)
    {
        var mismatches = pattern.ExplainAll(root);
        return new(
            rule.Name,
            rule.Resource.Path,
            EventBridgeDeployment.BusName(rule.EventBusName),
            _services.Buses.States.IsEnabled(rule),
            mismatches.Count == 0,
            rule.EventPattern!,
            [.. rule.Targets.Select(target => _graph.Label(target.Arn))],
            [.. mismatches.Select(MismatchReason.Of)]);
    }
}

/// <summary>An event and the rules.</summary>
internal sealed record ExplainedEvent(JsonNode Event, IReadOnlyList<ExplainedRule> Rules);

/// <summary>A rule, and whether it takes an event.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Node">Its node.</param>
/// <param name="Bus">The bus's name.</param>
/// <param name="Enabled">It is on.</param>
/// <param name="Matched">Its pattern matches.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Targets">Short names of its targets.</param>
/// <param name="Reasons">Why it doesn't match.</param>
internal sealed record ExplainedRule(
    string Name, string Node, string Bus, bool Enabled, bool Matched, JsonObject Pattern, IReadOnlyList<string> Targets, IReadOnlyList<MismatchReason> Reasons);

/// <summary>A field in which an event is not as a pattern wants it.</summary>
/// <param name="Path"><c>detail.data.severity</c>; empty when fields match in different elements of an array.</param>
/// <param name="Expected">The pattern's values, JSON.</param>
/// <param name="Actual">The event's, JSON; null when it has no such field.</param>
/// <param name="Message">All in one line.</param>
internal sealed record MismatchReason(string Path, string Expected, string? Actual, string Message)
{
    public static MismatchReason Of(PatternMismatch mismatch) => new(
        mismatch.Path,
        mismatch.Expected,
        mismatch.Came.Count == 0 ? null : string.Join(", ", mismatch.Came),
        mismatch.ToString());
}
