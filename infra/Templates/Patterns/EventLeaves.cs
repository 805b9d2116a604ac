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
    private readonly List<Membership?>?[] _matching;
    private readonly List<Membership?>?[] _present;

    private EventLeaves(int fieldCount)
    {
        _matching = new List<Membership?>?[fieldCount];
        _present = new List<Membership?>?[fieldCount];
    }

    /// <summary>How many arrays the walk came through.</summary>
    public int ArrayCount { get; private set; }

    public static EventLeaves Collect(JsonElement @event, FieldTree fields)
    {
        var leaves = new EventLeaves(fields.FieldCount);
        leaves.Walk(@event, fields, membership: null);
        return leaves;
    }

    /// <summary>Where the leaves stand that match the field's values.</summary>
    public IReadOnlyList<Membership?> Matching(PatternField field) => _matching[field.Index] ?? [];

    /// <summary>Where the leaves at the field's path stand, whatever their values; for fields that match absence.</summary>
    public IReadOnlyList<Membership?> Present(PatternField field) => _present[field.Index] ?? [];

    private void Walk(JsonElement element, FieldTree node, Membership? membership)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    foreach (var (name, below) in node.Below)
                    {
                        if (JsonText.NameIs(property, name))
                        {
                            Walk(property.Value, below, membership);
                            break;
                        }
                    }
                }

                break;
            case JsonValueKind.Array:
                WalkArray(element, node, membership);
                break;
            default:
                AddLeaf(element, node, membership);
                break;
        }
    }

    /// <summary>
    /// Objects and arrays in an array belong to their element. Scalars don't: a list of them is one field with many values, which
    /// has no fields beside it that could stand in another element.
    /// </summary>
    private void WalkArray(JsonElement array, FieldTree node, Membership? membership)
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
                AddLeaf(item, node, membership);
            }

            index++;
        }
    }

    private void AddLeaf(JsonElement element, FieldTree node, Membership? membership)
    {
        if (node.Fields.Count == 0)
        {
            return;
        }

        var value = new EventValue(element);
        foreach (var field in node.Fields)
        {
            if (field.MatchesAbsence)
            {
                Add(ref _present[field.Index], membership);
            }

            if (field.Matches(value))
            {
                Add(ref _matching[field.Index], membership);
            }
        }
    }

    private static void Add(ref List<Membership?>? list, Membership? membership)
    {
        list ??= [];

        // Many values of one field in one element count once.
        if (list.Count == 0 || !ReferenceEquals(list[^1], membership))
        {
            list.Add(membership);
        }
    }
}
