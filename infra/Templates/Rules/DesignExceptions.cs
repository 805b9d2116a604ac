using System.Text.Json.Nodes;
using SensorWatch.Templates.Resolution;

namespace SensorWatch.Templates.Rules;

/// <summary>
/// The exceptions that a deployment's templates make: <c>"Metadata": {"DesignRules": {"RULE": "reason"}}</c> in a resource,
/// or in the template itself for all of a stack's resources.
/// </summary>
internal sealed class DesignExceptions
{
    /// <summary>The metadata key.</summary>
    public const string Key = "DesignRules";

    private readonly List<DesignException> _exceptions;
    private readonly Dictionary<string, string> _stackOf;
    private readonly HashSet<string> _rules;

    public DesignExceptions(Deployment deployment, IReadOnlyList<DesignRule> rules)
    {
        _exceptions =
        [
            .. deployment.Stacks.SelectMany(stack => Read(stack.Id, stack.Template["Metadata"] as JsonObject)),
            .. deployment.Resources.SelectMany(resource => Read(resource.Path, resource.Metadata)),
        ];
        _stackOf = deployment.Resources.DistinctBy(resource => resource.Path).ToDictionary(resource => resource.Path, resource => resource.StackId);
        _rules = [.. rules.Select(rule => rule.Id)];
    }

    /// <summary>Whether an exception holds for this violation; it has been needed then.</summary>
    public bool Cover(Violation violation)
    {
        var path = violation.Finding.Path;
        var stack = _stackOf.GetValueOrDefault(path);
        var covering = _exceptions
            .Where(exception => exception.RuleId == violation.Rule.Id && (exception.Path == path || exception.Path == stack))
            .ToList();
        covering.ForEach(exception => exception.IsNeeded = true);
        return covering.Exists(exception => exception.Reason is not null);
    }

    /// <summary>Exceptions from nothing, and without a reason.</summary>
    public IEnumerable<Violation> Faults() => _exceptions
        .Select(exception => (exception.Path, Fault: FaultOf(exception)))
        .Where(exception => exception.Fault is not null)
        .Select(exception => new Violation(DesignRules.Exceptions, new Finding(exception.Path, exception.Fault!)));

    private string? FaultOf(DesignException exception) => exception switch
    {
        { Reason: null } => $"The exception from {exception.RuleId} has no reason.",
        { IsNeeded: false } when !_rules.Contains(exception.RuleId) => $"The exception is from '{exception.RuleId}', which is no rule.",
        { IsNeeded: false } => $"The exception from {exception.RuleId} is not needed: the rule finds nothing here.",
        _ => null,
    };

    private static IEnumerable<DesignException> Read(string path, JsonObject? metadata) => metadata?[Key] is JsonObject exceptions
        ? exceptions.Select(exception => new DesignException(path, exception.Key, ReasonIn(exception.Value)))
        : [];

    private static string? ReasonIn(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var reason) && !string.IsNullOrWhiteSpace(reason) ? reason : null;

    private sealed record DesignException(string Path, string RuleId, string? Reason)
    {
        public bool IsNeeded { get; set; }
    }
}
