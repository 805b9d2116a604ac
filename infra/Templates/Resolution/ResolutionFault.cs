namespace SensorWatch.Templates.Resolution;

/// <summary>What could not be resolved or read, in a deployment that goes on without it.</summary>
/// <param name="Path">The resource's path, or the stack's id.</param>
/// <param name="Fault">The property's path, what was expected and what came.</param>
/// <param name="IsGap">The template may be right: this library doesn't know the function or attribute, or only the AWS account has the value.</param>
public sealed record ResolutionFault(string Path, string Fault, bool IsGap)
{
    /// <summary>The resource could be resolved, but not read as its typed record: a property is missing or of another kind.</summary>
    public bool IsReading { get; init; }
}
