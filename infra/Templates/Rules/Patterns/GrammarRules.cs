using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Whether patterns are such as EventBridge accepts, and say something.</summary>
internal static class GrammarRules
{
    private const string Operators = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html";
    private const int MaximumLength = 2_048;

    private static readonly string[] Envelope =
        ["version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail", "replay-name"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Two events that have nothing in common but what every event has.</summary>
    private static readonly JsonElement[] AnyEvents =
    [
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["version"] = "0",
            ["id"] = "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
            ["detail-type"] = "a kind of event that nobody has named",
            ["source"] = "one.source",
            ["account"] = "123456789012",
            ["time"] = "2026-01-02T03:04:05Z",
            ["region"] = "us-east-1",
            ["resources"] = new JsonArray("arn:aws:one:us-east-1:123456789012:thing"),
            ["detail"] = new JsonObject { ["one"] = 1 },
        }),
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["version"] = "0",
            ["id"] = "0197c1a2-3b4c-7d5e-8f60-718293a4b5c6",
            ["detail-type"] = "Quite Another Kind",
            ["source"] = "aws.other",
            ["account"] = "123456789012",
            ["time"] = "2025-12-11T10:09:08Z",
            ["region"] = "us-east-1",
            ["resources"] = new JsonArray(),
            ["detail"] = new JsonObject { ["two"] = "2" },
        }),
    ];

    public static DesignRule Valid { get; } = new()
    {
        Id = "pattern/valid",
        Sentence = "Every event pattern is one that EventBridge accepts.",
        Mend = "Write the pattern by EventBridge's grammar.",
        Source = Operators,
        Check = context =>
            from place in Patterns(context)
            let refusal = KnownPattern.Refusal(place.Pattern)
            where refusal is not null
            select new Finding(place.Resource, refusal.Message + "."),
    };

    public static DesignRule Length { get; } = new()
    {
        Id = "pattern/length",
        Sentence = $"An event pattern has at most {MaximumLength} characters, EventBridge's quota.",
        Mend = "Shorten the pattern, or split the rule.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html",
        Check = context =>
            from place in Patterns(context)
            where !Unresolved.IsIn(place.Pattern)
            let length = place.Pattern.ToJsonString(Plain).Length
            where length > MaximumLength
            select new Finding(place.Resource, $"the pattern has {length} characters; {MaximumLength} are the most."),
    };

    public static DesignRule EnvelopeFields { get; } = new()
    {
        Id = "pattern/envelope-fields",
        Sentence = "A pattern's fields at the top are those of EventBridge's envelope; the event's own are in detail.",
        Mend = "Put the field into detail.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
        Check = context =>
            from place in Patterns(context)
            let pattern = KnownPattern.Parse(place.Pattern)
            where pattern is not null
            from fault in pattern.Alternatives.SelectMany(alternative => alternative.Fields).Select(EnvelopeFault).OfType<FieldFault>().Distinct()
            select new Finding(place.Resource, fault.Message, fault.Mend.Length > 0 ? fault.Mend : null),
    };

    public static DesignRule Specific { get; } = new()
    {
        Id = "pattern/not-match-all",
        Sentence = "A rule takes some events of its bus, not every one: its targets are paid and woken for each.",
        Mend = "Name the sources or detail-types that the target is for, or make an exception that says why it wants all.",
        Source = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html",
        Check = context =>
            from rule in context.Deployment.Rules
            let pattern = context.Events.PatternOf(rule)
            where pattern is not null && IsOnAll(rule.EventPattern!, pattern)
            select new Finding(rule.Resource, $"the pattern {rule.EventPattern!.ToJsonString(Plain)} matches every event of the bus."),
    };

    /// <summary>The patterns of rules and archives.</summary>
    private static IEnumerable<(Resource Resource, JsonObject Pattern)> Patterns(DesignContext context) =>
    [
        .. context.Deployment.Rules.Where(rule => rule.EventPattern is not null).Select(rule => (rule.Resource, rule.EventPattern!)),
        .. context.Deployment.Archives.Where(archive => archive.EventPattern is not null).Select(archive => (archive.Resource, archive.EventPattern!)),
    ];

    private static FieldFault? EnvelopeFault(PatternField field)
    {
        if (field.Path == "detail")
        {
            return new("'detail' is an object in every event, which a list of values never matches.", "Name the fields in it.");
        }

        var top = field.Path.Split('.')[0];
        return Envelope.Contains(top) ? null : new($"'{top}' is no field of EventBridge's envelope, so the pattern never matches.", Near(top));
    }

    private static string Near(string field) => Suggestion.Nearest(field, Envelope) is { } near ? $"Did you mean '{near}'?" : "";

    /// <summary>Who leaves some events out by <c>anything-but</c> has thought about it. An account of its own is in every event.</summary>
    private static bool IsOnAll(JsonObject pattern, EventPattern known)
    {
        var restricts = pattern.ToJsonString().Contains("anything-but", StringComparison.Ordinal) || Unresolved.IsIn(pattern);
        return !restricts && pattern.All(field => field.Key is not ("region" or "id" or "time")) && AnyEvents.All(@event => known.Matches(@event));
    }
}
