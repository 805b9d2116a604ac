using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables;

internal static class JsonAssertions
{
    /// <summary>Compares JSON by content; the order of an object's members says nothing.</summary>
    public static void ShouldBeJson(this JsonNode? actual, string expected)
    {
        var wanted = JsonNode.Parse(expected);
        JsonNode.DeepEquals(actual, wanted).ShouldBeTrue($"Expected {wanted?.ToJsonString()}\nbut was  {actual?.ToJsonString() ?? "null"}");
    }

    public static void ShouldBeJson(this string? actual, string expected) =>
        (actual is null ? null : JsonNode.Parse(actual)).ShouldBeJson(expected);
}
