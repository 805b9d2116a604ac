namespace SensorWatch.Local.Console.Stories;

/// <summary>A step's place in the tree while that grows.</summary>
/// <param name="step">The step; of several attempts one.</param>
/// <param name="parent">The step above; null for the root.</param>
internal sealed class StoryNode(TracedStep step, StoryNode? parent)
{
    public TracedStep Step { get; } = step;

    public StoryNode? Parent { get; } = parent;

    /// <summary>The calls of one function for the same message or record; else only <see cref="Step"/>.</summary>
    public IReadOnlyList<TracedStep> Attempts { get; init; } = [step];

    /// <summary>Of <see cref="Attempts"/>, those whose effects stand below this step and not below another one that they were made for too.</summary>
    public IReadOnlyList<TracedStep> Own { get; init; } = [step];

    /// <summary>The call for several messages or records that this came of, when it does not tell for which of them; null when it does.</summary>
    public string? Batch { get; init; }

    public List<StoryNode> Children { get; } = [];

    /// <summary>Calls for this message or record that stand below another one of the same batch.</summary>
    public IReadOnlyList<TracedStep> Elsewhere { get; set; } = [];
}
