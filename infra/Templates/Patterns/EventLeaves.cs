using System.Text.Json;

namespace SensorWatch.Templates.Patterns;

/// <summary>An element of an array in an event that leaves stand in; null stands for no array.</summary>
/// <param name="Array">Number of the array in the event.</param>
/// <param name="Index">Index of the element.</param>
/// <param name="Outer">The element that the array itself stands in.</param>
internal sealed record Membership(int Array, int Index, Membership? Outer);

/// <summary>What a pattern's fields find in one event.</summary>
internal sealed class EventLeaves
{
    private readonly LeafTree?[] _matching;
    private readonly LeafTree?[] _present;

    private EventLeaves(int fieldCount)
    {
        _matching = new LeafTree?[fieldCount];
        _present = new LeafTree?[fieldCount];
    }

    /// <summary>How many arrays the walk came through.</summary>
    public int ArrayCount { get; private set; }

    public static EventLeaves Collect(JsonElement @event, PathTree<List<PatternField>> fields, int fieldCount)
    {
        var leaves = new EventLeaves(fieldCount);
        leaves.Walk(@event, fields, membership: null);
        return leaves;
    }

    /// <summary>Where the leaves stand that match the field's values; null for none.</summary>
    public LeafTree? Matching(PatternField field) => _matching[field.Index];

    /// <summary>Where the leaves at the field's path stand, whatever their values; for fields that match absence.</summary>
    public LeafTree? Present(PatternField field) => _present[field.Index];

    private void Walk(JsonElement element, PathTree<List<PatternField>> node, Membership? membership)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    if (node.Find(property) is { } below)
                    {
                        Walk(property.Value, below, membership);
                    }
                }

                break;
            case JsonValueKind.Array:
                WalkArray(element, node, membership);
                break;
            default:
                AddLeaf(element, node.Content, membership);
                break;
        }
    }

    /// <summary>
    /// Objects and arrays in an array belong to their element. Scalars don't: a list of them is one field with many values, which
    /// has no fields beside it that could stand in another element.
    /// </summary>
    private void WalkArray(JsonElement array, PathTree<List<PatternField>> node, Membership? membership)
    {
        var number = ArrayCount++;
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                Walk(item, node, new Membership(number, index, membership));
            }
            else
            {
                AddLeaf(item, node.Content, membership);
            }

            index++;
        }
    }

    private void AddLeaf(JsonElement element, List<PatternField>? fields, Membership? membership)
    {
        if (fields is null)
        {
            return;
        }

        var value = new EventValue(element);
        foreach (var field in fields)
        {
            if (field.MatchesAbsence)
            {
                (_present[field.Index] ??= new()).Add(membership);
            }

            if (field.Matches(value))
            {
                (_matching[field.Index] ??= new()).Add(membership);
            }
        }
    }
}
