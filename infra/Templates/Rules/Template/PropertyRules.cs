using SensorWatch.Templates.Properties;

namespace SensorWatch.Templates.Rules.Template;

/// <summary>Whether resources have the properties that their types have.</summary>
internal static class PropertyRules
{
    private const string Reference = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html";

    public static DesignRule KnownNames { get; } = new()
    {
        Id = "template/known-properties",
        Sentence = "Every property is one that the resource's type has.",
        Mend = "Correct the name, or take the property out.",
        Source = Reference,
        Check = context => Faults(context, PropertyFaultKind.UnknownName),
    };

    public static DesignRule Kinds { get; } = new()
    {
        Id = "template/property-kinds",
        Sentence = "Every property's value is of the kind that its type expects.",
        Mend = "Give a value of that kind.",
        Source = Reference,
        Check = context => Faults(context, PropertyFaultKind.WrongKind),
    };

    public static DesignRule Required { get; } = new()
    {
        Id = "template/required-properties",
        Sentence = "Every property is there that the resource's type requires.",
        Mend = "Add the property.",
        Source = Reference,
        Check = context => Faults(context, PropertyFaultKind.Missing).Concat(context.Deployment.Resources.SelectMany(ConditionalRequirements.MissingOf)),
    };

    public static DesignRule Limits { get; } = new()
    {
        Id = "template/property-limits",
        Sentence = "Numbers are within the bounds, and words among those, that the resource's type accepts.",
        Mend = "Give a value that the type accepts.",
        Source = Reference,
        Check = context => Faults(context, PropertyFaultKind.OutOfRange),
    };

    private static IEnumerable<Finding> Faults(DesignContext context, PropertyFaultKind kind) =>
        from resource in context.Deployment.Resources
        from fault in PropertyCheck.Of(resource)
        where fault.Kind == kind
        select new Finding(resource, fault.Message, MendOf(fault));

    /// <summary>The data may be older than a property: say which they are.</summary>
    private static string? MendOf(PropertyFault fault) => fault switch
    {
        { Mend.Length: > 0 } => fault.Mend,
        { Kind: PropertyFaultKind.UnknownName } => $"{ResourceSpecification.Source} doesn't know it: correct the name, or take the property out.",
        _ => null,
    };
}
