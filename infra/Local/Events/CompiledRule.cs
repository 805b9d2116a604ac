using System.Text.Json;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>A rule and its targets, ready to be used on events.</summary>
/// <param name="Resource">The rule.</param>
/// <param name="Matches">Says whether an event is one of the rule's; never of a rule that has a schedule only.</param>
/// <param name="Targets">The targets, and what each gets of an event: null for an event that EventBridge would drop there.</param>
internal sealed record CompiledRule(
    RuleResource Resource,
    Func<JsonElement, bool> Matches,
    IReadOnlyList<(RuleTarget Target, Func<BusEvent, string?> Input)> Targets)
{
    /// <exception cref="FormatException">The pattern or a target's input is put wrong.</exception>
    public static CompiledRule Compile(RuleResource rule, CompilePattern compile) => new(
        rule,
        rule.EventPattern is { } pattern ? compile(pattern) : _ => false,
        [.. rule.Targets.Select(target => (target, TargetInput.Compile(rule, target)))]);
}
