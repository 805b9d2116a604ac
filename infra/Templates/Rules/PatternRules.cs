using SensorWatch.Templates.Rules.Patterns;

namespace SensorWatch.Templates.Rules;

/// <summary>Whether rules match what they are meant to.</summary>
internal static class PatternRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        GrammarRules.Valid,
        GrammarRules.Length,
        GrammarRules.EnvelopeFields,
        GrammarRules.Specific,
        ScheduleRules.PatternOrSchedule,
        ScheduleRules.Valid,
        BusRules.Exists,
        BusRules.SourceOnItsBus,
        BusRules.Enabled,
        BusRules.BucketSends,
        TargetRules.HasTarget,
        TargetRules.NoDuplicates,
        TargetRules.InputTransformer,
        ContractRules.KnownEvents,
        ContractRules.KnownFields,
        ContractRules.MatchesContract,
        ContractRules.Consumed,
        SchemaRules.Sound,
        FilterRules.Valid,
        FilterRules.Shape,
    ];
}
