namespace SensorWatch.Local.Console.Stories;

/// <summary>
/// Grows a story from its root. What a call did for several messages or records at once goes to those that it names; what
/// names another one's is left out, and what names none is shared.
/// </summary>
internal sealed class StoryTree
{
    private readonly TracedSteps _steps;
    private readonly BatchOwners _owners;
    private readonly HashSet<string> _path;
    private readonly int _maximumSteps;
    private readonly string _focus;
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _eventIds = [];
    private readonly HashSet<string> _correlationIds = [];
    private readonly Queue<StoryNode> _next = [];
    private readonly List<(StoryNode Parent, IReadOnlyList<TracedStep> Group)> _left = [];
    private int _count;

    private StoryTree(TracedSteps steps, BatchOwners owners, IReadOnlyList<string> path, int maximumSteps) =>
        (_steps, _owners, _focus, _path, _maximumSteps) = (steps, owners, path[0], [.. path], maximumSteps);

    /// <summary>There are more steps than there was room for.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>Grows the tree.</summary>
    /// <param name="steps">Gives the steps.</param>
    /// <param name="owners">Tells apart what a batch led to.</param>
    /// <param name="path">From the step that was asked for to the root; all of it will be in the tree.</param>
    /// <param name="maximumSteps">How many steps the tree has at most; what is below the step that was asked for comes first.</param>
    /// <returns>The root, and the steps that are in the tree.</returns>
    public static (StoryNode Root, IReadOnlySet<string> Steps, bool IsTruncated) Grow(TracedSteps steps, BatchOwners owners, IReadOnlyList<string> path, int maximumSteps)
    {
        var tree = new StoryTree(steps, owners, path, maximumSteps);
        var root = new StoryNode(steps.Find(path[^1])!, null);
        tree.Add(root);
        tree.Grow();
        return (root, tree._seen, tree.IsTruncated);
    }

    private void Grow()
    {
        do
        {
            while (_next.TryDequeue(out var node))
            {
                var onlyPath = _path.Contains(node.Step.Id) && node.Step.Id != _focus;
                foreach (var group in GroupsBelow(node))
                {
                    if (onlyPath && !IsOnPath(group))
                    {
                        _left.Add((node, group));
                    }
                    else
                    {
                        Place(node, group);
                    }
                }
            }
        }
        while (PlaceLeft());
    }

    /// <summary>What stands beside the way to the focus, and what names an event that came into the story later.</summary>
    private bool PlaceLeft()
    {
        var left = _left.ToList();
        _left.Clear();
        left.ForEach(one => Place(one.Parent, one.Group));
        return _next.Count > 0;
    }

    private bool IsOnPath(IReadOnlyList<TracedStep> group) => _path.Overlaps(group.Select(step => step.Id));

    /// <summary>The effects of a step; a function's calls for the same message are one.</summary>
    private List<IReadOnlyList<TracedStep>> GroupsBelow(StoryNode node)
    {
        var ids = node.Own.SelectMany(attempt => _steps.EffectsOf(attempt.Id)).Distinct().ToList();

        // The way to the focus is followed even where it leads through more steps than are looked at.
        ids.AddRange(_path.Where(id => !ids.Contains(id) && node.Own.Any(attempt => _steps.CausesOf(id).Contains(attempt.Id))));
        IsTruncated |= ids.Count >= TracedSteps.MaximumNeighbours;
        List<TracedStep> effects = [.. ids.Select(_steps.Find).OfType<TracedStep>()];
        return
        [
            .. effects.Where(effect => effect.Kind != "invocation").Select(effect => (IReadOnlyList<TracedStep>)[effect]),
            .. node.Step.Kind is "message" or "record"
                ? effects.Where(effect => effect.Kind == "invocation").GroupBy(effect => effect.Node).Select(group => (IReadOnlyList<TracedStep>)[.. group])
                : effects.Where(effect => effect.Kind == "invocation").Select(effect => (IReadOnlyList<TracedStep>)[effect]),
        ];
    }

    private void Place(StoryNode parent, IReadOnlyList<TracedStep> group)
    {
        List<TracedStep> own = [.. group.Where(step => !_seen.Contains(step.Id))];
        if (own.Count == 0)
        {
            parent.Elsewhere = group[0].Kind == "invocation" ? group : parent.Elsewhere;
            return;
        }

        var shown = group.FirstOrDefault(step => step.Id == _focus) ?? group[^1];
        var belonging = IsOnPath(group) ? Belonging.Certain : BelongingOf(parent, shown);
        if (belonging == Belonging.Others)
        {
            _left.Add((parent, group));
            return;
        }

        if (_count >= _maximumSteps)
        {
            IsTruncated = true;
            return;
        }

        Add(new(shown, parent)
        {
            Attempts = group,
            Own = own,
            Batch = belonging == Belonging.Unknown ? BatchOf(parent) ?? parent.Batch : null,
        });
    }

    /// <summary>A call for several messages or records; null when it was for one.</summary>
    private string? BatchOf(StoryNode node) =>
        node.Step.Kind == "invocation" ? node.Own.FirstOrDefault(attempt => _steps.CountCauses(attempt.Id) > 1)?.Id : null;

    private Belonging BelongingOf(StoryNode parent, TracedStep step)
    {
        var batch = BatchOf(parent);
        if (batch is null && parent.Batch is null)
        {
            return Belonging.Certain;
        }

        var (_, causationId, correlationId) = step.Envelope;
        if (causationId is not null && (_eventIds.Contains(causationId) || _steps.FindByEnvelope(causationId) is not null))
        {
            return _eventIds.Contains(causationId) ? Belonging.Certain : Belonging.Others;
        }

        if (causationId is null && correlationId is not null && _correlationIds.Contains(correlationId))
        {
            return Belonging.Certain;
        }

        return batch is null || _owners.OwnerOf(batch, step) is not { } owner ? Belonging.Unknown
            : _seen.Contains(owner) ? Belonging.Certain
            : Belonging.Others;
    }

    private void Add(StoryNode node)
    {
        node.Parent?.Children.Add(node);
        _seen.UnionWith(node.Own.Select(step => step.Id));
        AddIf(_eventIds, node.Step.Envelope.EventId);
        AddIf(_correlationIds, node.Step.Envelope.CorrelationId);
        _next.Enqueue(node);
        _count++;

        static void AddIf(HashSet<string> ids, string? id)
        {
            if (id is not null)
            {
                ids.Add(id);
            }
        }
    }

    private enum Belonging
    {
        Certain,
        Unknown,
        Others,
    }
}
