using System.Text.Json.Nodes;
using CsCheck;

namespace SensorWatch.Templates.Tests.Patterns;

/// <summary>
/// Array consistency against another way to say it: take every choice of one element from each array of the event, and ask whether
/// there is one in which each field of the pattern, on its own, finds its value.
/// </summary>
public class ArrayConsistencyProperties
{
    private const int Times = 20_000;

    private static readonly Gen<string> Key = Gen.OneOf("a", "b", "c");

    private static readonly Gen<JsonNode> Tree = Gen.Recursive<JsonNode>((depth, tree) => depth > 3
        ? Gen.Int[0, 1].Select(number => (JsonNode)number)
        : Gen.Frequency(
            (1, Gen.Int[0, 1].Select(number => (JsonNode)number)),
            (2, Gen.Dictionary(Key, tree)[0, 3].Select(members => (JsonNode)Object(members))),
            (2, tree.List[0, 2].Select(items => (JsonNode)new JsonArray([.. items.Select(item => item.DeepClone())])))));

    private static readonly Gen<JsonObject> Event = Gen.Dictionary(Key, Tree)[1, 3].Select(Object);

    private static readonly Gen<(string Path, int Value)[]> Fields =
        Gen.Select(Key.Array[1, 3].Select(keys => string.Join('.', keys)), Gen.Int[0, 1]).Array[1, 3]
            .Where(fields => fields.DistinctBy(field => field.Item1).Count() == fields.Length);

    [Fact]
    public void A_pattern_matches_when_one_choice_of_elements_has_all_its_values() => Gen.Select(Event, Fields).Sample(
        (@event, fields) =>
        {
            var pattern = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Path, (JsonNode?)new JsonArray(field.Value))));
            var expected = Choices(@event).Any(choice => fields.All(field => Values(choice, field.Path.Split('.')).Contains(field.Value)));

            PatternMatch.Matches(pattern.ToJsonString(), @event.ToJsonString()).ShouldBe(expected);
        },
        iter: Times);

    private static JsonObject Object(IEnumerable<KeyValuePair<string, JsonNode>> members) =>
        new(members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value.DeepClone())));

    /// <summary>The node with at most one object or array left in each array, in every way there is.</summary>
    private static IEnumerable<JsonNode> Choices(JsonNode node) => node switch
    {
        JsonObject members => members.Aggregate(
            (IEnumerable<JsonObject>)[[]],
            (chosen, member) =>
                from before in chosen
                from value in Choices(member.Value!)
                select Object([.. before.Select(pair => KeyValuePair.Create(pair.Key, pair.Value!)), KeyValuePair.Create(member.Key, value)])),
        JsonArray items when items.Any(item => item is not JsonValue) =>
            from element in items.Where(item => item is not JsonValue)
            from choice in Choices(element!)
            select new JsonArray([.. items.Where(item => item is JsonValue).Append(choice).Select(item => item!.DeepClone())]),
        _ => [node],
    };

    private static IEnumerable<int> Values(JsonNode? node, ReadOnlyMemory<string> path) => node switch
    {
        JsonArray items => items.SelectMany(item => Values(item, path)),
        JsonObject members when path.Length > 0 => Values(members[path.Span[0]], path[1..]),
        JsonValue value when path.Length == 0 => [value.GetValue<int>()],
        _ => [],
    };
}
