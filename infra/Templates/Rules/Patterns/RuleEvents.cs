using System.Text.Json.Nodes;
using SensorWatch.Templates.Contracts;
using SensorWatch.Templates.Patterns;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules.Patterns;

/// <summary>Which of the events that are known the rules of a deployment take.</summary>
internal sealed class RuleEvents
{
    private readonly HashSet<string> _buses;
    private readonly Dictionary<JsonObject, EventPattern?> _patterns = new(ReferenceEqualityComparer.Instance);

    public RuleEvents(DesignContext context)
    {
        Contracts = [.. context.Deployment.OfType("AWS::EventSchemas::Schema").Select(EventType.From).OfType<EventType>()];
        _buses = [.. context.Deployment.EventBuses.Select(bus => bus.Name)];
    }

    /// <summary>The events that the deployment's schema registries publish.</summary>
    public IReadOnlyList<EventType> Contracts { get; }

    /// <summary>Whether the deployment has buses of its own.</summary>
    public bool HasBuses => _buses.Count > 0;

    /// <summary>Names of the deployment's own buses.</summary>
    public IReadOnlyCollection<string> Buses => _buses;

    public bool IsOwnBus(string name) => _buses.Contains(name);

    /// <summary>
    /// Whether every event of the bus is known that isn't an AWS service's: the deployment has contracts, and the bus is its own,
    /// or the default one while it has none of its own.
    /// </summary>
    public bool KnowsAllOf(string bus) => Contracts.Count > 0 && (IsOwnBus(bus) || (bus == "default" && !HasBuses));

    /// <summary>What an event of an alternative may be: the kinds whose source and detail-type it takes.</summary>
    public IReadOnlyList<EventType> TypesOf(Alternative alternative)
    {
        List<PatternField> names = [.. alternative.Fields.Where(field => field.Path is "source" or "detail-type")];
        return names.Count == 0
            ? Contracts
            : [.. Contracts.Concat(AwsEvents.Described).Where(type => names.TrueForAll(field => FieldFault.Of(field, type) is null))];
    }

    /// <summary>A rule's pattern; null as <see cref="KnownPattern.Parse"/> has it.</summary>
    public EventPattern? PatternOf(RuleResource rule)
    {
        if (rule.EventPattern is not { } json)
        {
            return null;
        }

        if (!_patterns.TryGetValue(json, out var pattern))
        {
            _patterns.Add(json, pattern = KnownPattern.Parse(json));
        }

        return pattern;
    }

    /// <summary>Whether a rule takes events of a kind.</summary>
    public bool Takes(RuleResource rule, EventType type) => rule.Enabled && PatternOf(rule) is { } pattern
        && pattern.Alternatives.Any(alternative => alternative.Fields.All(field => FieldFault.Of(field, type) is null));

    /// <summary>The sources that an alternative names; none when it names them in another way.</summary>
    public static IReadOnlyList<string> SourcesOf(Alternative alternative) => Literals(alternative, "source");

    public static IReadOnlyList<string> DetailTypesOf(Alternative alternative) => Literals(alternative, "detail-type");

    public static bool IsAws(string source) => source.StartsWith("aws.", StringComparison.Ordinal);

    private static IReadOnlyList<string> Literals(Alternative alternative, string path) =>
        alternative.Fields.FirstOrDefault(field => field.Path == path) is { } field ? KnownPattern.Literals(field) : [];
}
