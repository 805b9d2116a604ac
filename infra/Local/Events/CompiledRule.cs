using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Events;

/// <summary>A rule and its targets, ready to be used on events.</summary>
/// <param name="Resource">The rule.</param>
/// <param name="Targets">The targets, and what each gets of an event: null for an event that EventBridge would drop there.</param>
internal sealed record CompiledRule(
    RuleResource Resource,
    IReadOnlyList<(RuleTarget Target, Func<BusEvent, string?> Input)> Targets)
{
    /// <exception cref="FormatException">A target's input is put wrong.</exception>
    public static CompiledRule Compile(RuleResource rule) => new(
        rule,
        [.. rule.Targets.Select(target => (target, TargetInput.Compile(rule, target)))]);
}
