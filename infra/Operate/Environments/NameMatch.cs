using SensorWatch.Templates.Rules;

namespace SensorWatch.Operate.Environments;

/// <summary>Finds what a person means by a name: the whole name, the short one, or a part of it that only one has.</summary>
internal static class NameMatch
{
    /// <summary>The one that is meant.</summary>
    /// <param name="name">As the person wrote it.</param>
    /// <param name="kind">What is looked for, in the plural, for errors: <c>dead-letter queues</c>.</param>
    /// <param name="items">What there is.</param>
    /// <param name="names">An item's names: the whole one, and the short one.</param>
    /// <exception cref="OperatorException">None has that name, or several have; the message names those that are near.</exception>
    public static T One<T>(string name, string kind, IReadOnlyList<T> items, Func<T, (string Whole, string Short)> names) => Matches(name, kind, items, names) switch
    {
        [var one] => one,
        var several => throw new OperatorException($"'{name}' may be {several.Count} {kind}: {string.Join(", ", several.Select(item => names(item).Short))}. Write one of these."),
    };

    /// <summary>All that are meant: those whose name it is, else those whose names have it as a part.</summary>
    /// <inheritdoc cref="One"/>
    public static IReadOnlyList<T> Matches<T>(string name, string kind, IReadOnlyList<T> items, Func<T, (string Whole, string Short)> names)
    {
        List<T> exact = [.. items.Where(item => Is(names(item).Whole) || Is(names(item).Short))];
        List<T> found = exact.Count > 0 ? exact : [.. items.Where(item => names(item).Whole.Contains(name, StringComparison.OrdinalIgnoreCase))];
        return found.Count > 0
            ? found
            : throw new OperatorException($"There is none of the {kind} with the name '{name}'. {Suggestion.For(name, items.Select(item => names(item).Short))}".TrimEnd());

        bool Is(string other) => other.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
