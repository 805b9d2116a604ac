namespace SensorWatch.Infra.Patterns.Predicates;

/// <summary>Conditions that must all hold, each on another place; none that holds always, none that never holds.</summary>
internal sealed class Alternative
{
    private Alternative(IReadOnlyList<Condition> conditions) => Conditions = conditions;

    /// <summary>Holds always.</summary>
    public static Alternative Always { get; } = new([]);

    public IReadOnlyList<Condition> Conditions { get; }

    /// <summary>Both; null when both can't hold.</summary>
    /// <exception cref="PatternNotSupportedException">EventBridge can't say both.</exception>
    public Alternative? And(Alternative other) => other.Conditions.Aggregate(this, (Alternative? all, Condition condition) => all?.And(condition));

    /// <inheritdoc cref="And(Alternative)"/>
    public Alternative? And(Condition condition)
    {
        RequireSameElement(condition.Place);
        var conditions = new List<Condition>(Conditions);
        var index = conditions.FindIndex(known => known.Place.Key == condition.Place.Key);
        var both = index < 0 ? condition : conditions[index] with { Values = conditions[index].Values.And(condition.Values, condition.Place.Text) };
        if (both.Values.IsNone)
        {
            return null;
        }

        if (index >= 0)
        {
            conditions[index] = both;
        }
        else
        {
            conditions.Add(both);
        }

        return new([.. conditions.Where(known => !known.Values.IsAll)]);
    }

    /// <summary>One alternative for both, if there is one; null otherwise.</summary>
    public Alternative? Or(Alternative other)
    {
        if (Includes(other))
        {
            return this;
        }

        if (other.Includes(this))
        {
            return other;
        }

        if (Conditions.Count != other.Conditions.Count || Conditions.Any(condition => other.Find(condition.Place) is null))
        {
            return null;
        }

        Condition[] different = [.. Conditions.Where(condition => other.Find(condition.Place)!.Values.Text != condition.Values.Text)];
        if (different is not [var one])
        {
            return null;
        }

        var either = one with { Values = one.Values.Or(other.Find(one.Place)!.Values) };
        return new([.. Conditions.Select(condition => condition == one ? either : condition).Where(condition => !condition.Values.IsAll)]);
    }

    private Condition? Find(Place place) => Conditions.FirstOrDefault(condition => condition.Place.Key == place.Key);

    private bool Includes(Alternative other) =>
        Conditions.All(condition => other.Find(condition.Place) is { } narrower && narrower.Values.Text == condition.Values.Text);

    /// <summary>
    /// EventBridge holds conditions on an array's elements against one and the same element, and has no way to ask for two.
    /// </summary>
    private void RequireSameElement(Place place)
    {
        for (var quantifier = place.Quantifier; quantifier is not null; quantifier = quantifier.Outer)
        {
            foreach (var condition in Conditions)
            {
                for (var other = condition.Place.Quantifier; other is not null; other = other.Outer)
                {
                    if (other != quantifier && other.Elements == quantifier.Elements)
                    {
                        throw new PatternNotSupportedException(
                            $"{condition.Place.Text}, {place.Text}",
                            "two elements of one collection are asked for, and EventBridge looks for one that is as all conditions say.",
                            "Put all conditions on the one element into one Any, or use two rules.");
                    }
                }
            }
        }
    }
}
