using SensorWatch.Functions.Handlers;

namespace SensorWatch.Functions.Tests.Handlers;

public sealed class ConsumedEventTests
{
    [Theory]
    [InlineData("""{"id":"b-1","detail":{"metadata":{"correlationId":"c-1"},"data":{}}}""", "c-1")]
    [InlineData("""{"id":"b-1","detail":{"metadata":{"correlationId":7}}}""", "b-1")]
    [InlineData("""{"id":"b-1","detail":{}}""", "b-1")]
    [InlineData("""{"id":"b-1","detail":null}""", "b-1")]
    [InlineData("{}", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("not JSON", null)]
    public void A_message_is_found_by_its_correlation_id_or_else_its_event_s_id(string body, string? expected) =>
        ConsumedEvent.FindCorrelationId(body).ShouldBe(expected);
}
