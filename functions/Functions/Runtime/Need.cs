using SensorWatch.Contracts;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// Something that a handler can't do without: an environment variable, and what it does to the resource that the variable
/// names. Whoever uses a resource says so beside the code that does (<c>ReadingStore.ToWrite</c>), and handlers list these.
/// </summary>
public sealed record Need
{
    private Need()
    {
    }

    /// <summary>The environment variable; null for a resource that the handled events name.</summary>
    public string? VariableName { get; private init; }

    /// <summary>Whether the handler can do without it.</summary>
    public bool IsOptional { get; private init; }

    /// <summary>IAM's actions on the resource, such as <c>dynamodb:Query</c>; none where the variable names nothing to be granted.</summary>
    public IReadOnlyList<string> Actions { get; private init; } = [];

    /// <summary>Where below the resource they are done, as its ARN goes on: <c>index/byStatus</c>; none for the resource itself.</summary>
    public IReadOnlyList<string> Below { get; init; } = [];

    /// <summary>Attribute by which the table must delete expired items; null when nothing relies on one.</summary>
    public string? TimeToLiveAttribute { get; init; }

    /// <summary>The event that is published; null for other needs.</summary>
    public EventContract? Event { get; init; }

    /// <summary>A variable that must be set.</summary>
    public static Need Variable(string name) => new() { VariableName = name };

    /// <summary>A variable that must be set, and what is done to the resource that it names by name, ARN or address.</summary>
    public static Need To(string variable, params IReadOnlyList<string> actions) => new() { VariableName = variable, Actions = actions };

    /// <summary>What is done to resources that the handled events name.</summary>
    public static Need OfEvents(params IReadOnlyList<string> actions) => new() { Actions = actions };

    /// <summary>The same, if the variable is set.</summary>
    public Need IfSet() => this with { IsOptional = true };
}

/// <summary>Reading lists of needs.</summary>
public static class HandlerNeeds
{
    /// <summary>The variables that must be set.</summary>
    public static IReadOnlyList<string> Variables(this IEnumerable<Need> needs) =>
        [.. needs.Where(need => !need.IsOptional).Select(need => need.VariableName).OfType<string>().Distinct()];

    /// <summary>The variables that may be set.</summary>
    public static IReadOnlyList<string> OptionalVariables(this IReadOnlyList<Need> needs) =>
        [.. needs.Select(need => need.VariableName).OfType<string>().Distinct().Except(needs.Variables())];
}
