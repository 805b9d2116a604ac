using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Rules;

/// <summary>Something that a sound event-driven system on AWS has, and that a deployment is checked for.</summary>
public sealed record DesignRule
{
    /// <summary>Never changes, since exceptions name it: <c>delivery/target-dead-letter-queue</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What must hold, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>How to mend a violation, where the finding itself doesn't say.</summary>
    public required string Mend { get; init; }

    /// <summary>Where AWS says so: an address of its documentation.</summary>
    public required string Source { get; init; }

    /// <summary>Finds what violates the rule.</summary>
    public required Func<DesignContext, IEnumerable<Finding>> Check { get; init; }
}

/// <summary>A place where a rule doesn't hold.</summary>
/// <param name="Path">The resource's path, or the stack's id.</param>
/// <param name="Fault">What is there, and what was expected.</param>
/// <param name="Mend">How to mend it; null for what the rule says.</param>
public sealed record Finding(string Path, string Fault, string? Mend = null)
{
    public Finding(Resource resource, string fault, string? mend = null)
        : this(Path: (resource ?? throw new ArgumentNullException(nameof(resource))).Path, fault, mend)
    {
    }
}

/// <summary>A finding, and the rule that it violates.</summary>
public sealed record Violation(DesignRule Rule, Finding Finding)
{
    /// <summary>One line: path, rule, what is wrong, how to mend it.</summary>
    public override string ToString() => $"{Finding.Path}: {Rule.Id}: {Finding.Fault} {Finding.Mend ?? Rule.Mend}";
}
