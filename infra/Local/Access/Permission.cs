namespace SensorWatch.Local.Access;

/// <summary>A right that a call needs.</summary>
/// <param name="Action">Such as <c>dynamodb:PutItem</c>.</param>
/// <param name="Resource">An ARN; <c>*</c> for actions without a resource.</param>
internal sealed record Permission(string Action, string Resource)
{
    /// <summary>The condition keys of the action's own, with their values; every call has others besides.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Keys { get; init; } = [];

    /// <summary>The same with a condition key more.</summary>
    public Permission With(string key, params IReadOnlyList<string> values) => this with { Keys = [.. Keys, (key, values)] };

    /// <summary>The same with a condition key more, if there is a value for it.</summary>
    public Permission WithIfAny(string key, string? value) => value is null ? this : With(key, value);
}
