namespace SensorWatch.Templates.Resolution;

/// <summary>A place in a template, for messages, and the resource that it belongs to.</summary>
/// <param name="Subject">The resource's path and type, or the stack.</param>
/// <param name="Path">Within the subject: <c>Properties.Targets[0].Arn</c>.</param>
/// <param name="LogicalId">The resource; null outside of resources.</param>
internal readonly record struct Location(string Subject, string Path, string? LogicalId = null)
{
    public Location Member(string name) => this with { Path = Path.Length == 0 ? name : $"{Path}.{name}" };

    public Location Item(int index) => this with { Path = $"{Path}[{index}]" };

    public TemplateResolutionException Error(string fault) => new(this, fault);

    /// <summary>Not the template's fault, or nobody can tell.</summary>
    public TemplateResolutionException Gap(string fault) => new(this, fault) { IsGap = true };
}
