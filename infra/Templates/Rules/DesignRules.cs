namespace SensorWatch.Templates.Rules;

/// <summary>The rules, by what they are about.</summary>
public static class DesignRules
{
    public static IReadOnlyList<DesignRule> All { get; } =
    [
        .. TemplateRules.All,
        .. DeliveryRules.All,
        .. PatternRules.All,
        .. FlowRules.All,
        .. CodeRules.All,
        .. AccessRules.All,
        .. OperationsRules.All,
    ];

    /// <summary>The rule that judges exceptions from the others; it has none itself.</summary>
    public static DesignRule Exceptions { get; } = new()
    {
        Id = "exceptions/needed-and-reasoned",
        Sentence = "An exception names a rule that would find something here, and gives a reason.",
        Mend = "Give the reason, or take the exception out.",
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-metadata.html",
        Check = _ => [],
    };
}
