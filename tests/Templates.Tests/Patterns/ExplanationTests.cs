using System.Text.Json;
using SensorWatch.Templates.Patterns;

namespace SensorWatch.Templates.Tests.Patterns;

public class ExplanationTests
{
    private const string Event = """
        {"source":"shop.orders","detail-type":"OrderPlaced","detail":{"data":{"priority":"high","items":[{"sku":"a","count":1},{"sku":"b","count":2}]}}}
        """;

    [Fact]
    public void A_pattern_that_matches_needs_no_explanation() => Explain("""{"source":["shop.orders"],"detail":{"data":{"priority":["high"]}}}""").ShouldBeNull();

    [Theory]
    [InlineData("""{"source":["shop.stock"],"detail":{"data":{"priority":["low"]}}}""", "source: [\"shop.stock\"] is expected, but \"shop.orders\" came")]
    [InlineData("""{"detail-type":["OrderShipped","OrderPaid"]}""", "detail-type: [\"OrderShipped\",\"OrderPaid\"] is expected, but \"OrderPlaced\" came")]
    [InlineData("""{"detail":{"data":{"priorty":["high"]}}}""", "detail.data.priorty: [\"high\"] is expected, but the event has no such field")]
    [InlineData("""{"detail":{"data":{"items":{"sku":["c"]}}}}""", "detail.data.items.sku: [\"c\"] is expected, but \"a\", \"b\" came")]
    [InlineData("""{"detail":{"data":{"priority":[{"exists":false}]}}}""", "detail.data.priority: [{\"exists\":false}] is expected, but \"high\" came")]
    [InlineData("""{"detail":{"data":{"items":{"sku":["a"],"count":[2]}}}}""",
        "detail.data.items.count and detail.data.items.sku match in different elements of an array; one element must match them all")]
    public void The_first_field_that_differs_is_told(string pattern, string explanation) => Explain(pattern)!.ToString().ShouldBe(explanation);

    [Fact]
    public void Of_alternatives_the_nearest_is_explained() => Explain(
        """{"$or":[{"source":["a"],"detail-type":["b"]},{"source":["shop.orders"],"detail-type":["OrderPlaced"],"detail":{"data":{"priority":["low"]}}}]}""")!
        .Path.ShouldBe("detail.data.priority");

    private static PatternMismatch? Explain(string pattern)
    {
        using var document = JsonDocument.Parse(Event);
        return EventPattern.Parse(pattern).Explain(document.RootElement);
    }
}
