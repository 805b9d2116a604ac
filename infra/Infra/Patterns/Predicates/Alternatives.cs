namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>A predicate as alternatives, one of which must hold: none is never, one without conditions is always.</summary>
internal sealed class Alternatives
{
    /// <summary>Far more than a pattern of 2,048 characters has.</summary>
    private const int Maximum = 200;

    private Alternatives(IReadOnlyList<Alternative> all) => All = all;

    public static Alternatives Always { get; } = new([Alternative.Always]);

    public static Alternatives Never { get; } = new([]);

    public IReadOnlyList<Alternative> All { get; }

    public bool IsNever => All.Count == 0;

    public bool IsAlways => All.Any(alternative => alternative.Conditions.Count == 0);

    public static Alternatives Of(IEnumerable<Condition> conditions) =>
        conditions.Aggregate((Alternative?)Alternative.Always, (all, condition) => all?.And(condition)) is { } alternative ? new([alternative]) : Never;

    /// <exception cref="PatternNotSupportedException">EventBridge can't say both, or only in too many words.</exception>
    public Alternatives And(Alternatives other)
    {
        RequireFew(All.Count * other.All.Count);
        return new(Join(from left in All from right in other.All let both = left.And(right) where both is not null select both));
    }

    public Alternatives Or(Alternatives other)
    {
        RequireFew(All.Count + other.All.Count);
        return new(Join(All.Concat(other.All)));
    }

    /// <summary>As few alternatives as say the same.</summary>
    private static List<Alternative> Join(IEnumerable<Alternative> alternatives)
    {
        var joined = new List<Alternative>();
        foreach (var alternative in alternatives)
        {
            var (next, i) = (alternative, 0);
            while (i < joined.Count)
            {
                if (joined[i].Or(next) is { } both)
                {
                    // Together they may go with one that neither went with.
                    joined.RemoveAt(i);
                    (next, i) = (both, 0);
                }
                else
                {
                    i++;
                }
            }

            joined.Add(next);
        }

        return joined;
    }

    private static void RequireFew(int count)
    {
        if (count > Maximum)
        {
            throw new PatternNotSupportedException(
                "", $"it takes {count} alternatives, more than a pattern of 2,048 characters holds.", "Use several rules.");
        }
    }
}
