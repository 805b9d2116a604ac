namespace SensorWatch.Templates.Rules.Template;

/// <summary>Something wrong with a property.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Message">The property's path below <c>Properties</c>, what is there, and what was expected.</param>
/// <param name="Mend">How to mend it; null for what the rule says.</param>
internal sealed record PropertyFault(PropertyFaultKind Kind, string Message, string? Mend = null);

/// <summary>A rule each.</summary>
internal enum PropertyFaultKind
{
    UnknownName,
    WrongKind,
    Missing,
    OutOfRange,
}
