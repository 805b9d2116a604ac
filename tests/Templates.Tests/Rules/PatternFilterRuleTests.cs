using System.Text.Json;

namespace SensorWatch.Templates.Tests.Rules;

public class PatternFilterRuleTests
{
    [Fact]
    public void A_filter_that_Lambda_refuses_is_told() => OnQueue("""{"body":{"total":[{"numeric":["above",5]}]}}""").ShouldHaveSingleItem().ShouldStartWith(
        "Mapping: pattern/filter-valid: the filter {\"body\":{\"total\":[{\"numeric\":[\"above\",5]}]}} is not valid. Reason: Unrecognized numeric range operator: above at $.body.total[0].numeric.");

    [Theory]
    [InlineData("""{"detail":{"data":{"priority":["high"]}}}""", "'detail' is no field of the source's records.")]
    [InlineData("""{"Body":{"priority":["high"]}}""", "'Body' is no field of the source's records. Did you mean 'body'?")]
    public void A_queues_filter_is_on_the_message(string filter, string fault) =>
        OnQueue(filter).ShouldHaveSingleItem().ShouldStartWith($"Mapping: pattern/filter-shape: {fault} ");

    [Theory]
    [InlineData("""{"body":{"priority":["high"]}}""")]
    [InlineData("""{"body":[{"prefix":"Result"}]}""")]
    [InlineData("""{"messageAttributes":{"kind":{"stringValue":["a"]}}}""")]
    public void A_queues_filter_may_be_on_body_and_attributes(string filter) => OnQueue(filter).ShouldBe([]);

    [Theory]
    [InlineData("""{"eventname":["INSERT"]}""", "'eventname' is no field of the source's records. Did you mean 'eventName'?")]
    [InlineData("""{"eventName":["UPDATE"]}""", "eventName is 'UPDATE', but the changes are INSERT, MODIFY, REMOVE. ")]
    [InlineData("""{"dynamodb":{"NewImages":{"id":{"S":["a"]}}}}""", "'NewImages' is no field of the source's records. Did you mean 'NewImage'?")]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":["alert"]}}}""", "dynamodb.NewImage.kind ends with no type of DynamoDB's: S, N, B, BOOL, NULL, M, L, SS, NS, BS.")]
    [InlineData("""{"dynamodb":{"NewImage":{"kind":{"s":["alert"]}}}}""", "dynamodb.NewImage.kind.s ends with no type of DynamoDB's: S, N, B, BOOL, NULL, M, L, SS, NS, BS.")]
    [InlineData("""{"dynamodb":{"NewImage":{"price":{"N":[{"numeric":[">",5]}]}}}}""", "dynamodb.NewImage.price.N is compared as a number, but DynamoDB writes numbers as strings, which numeric never matches.")]
    [InlineData("""{"dynamodb":{"OldImage":{"id":{"S":["a"]}}}}""", "dynamodb.OldImage.id.S is asked for, but the table's stream has NEW_IMAGE: no record has OldImage.")]
    public void A_streams_filter_is_on_the_change(string filter, string fault) =>
        OnStream(filter).ShouldHaveSingleItem().ShouldStartWith($"Mapping: pattern/filter-shape: {fault}");

    [Theory]
    [InlineData("""{"eventName":["INSERT","REMOVE"],"dynamodb":{"Keys":{"id":{"S":[{"prefix":"alert#"}]}}}}""")]
    [InlineData("""{"dynamodb":{"NewImage":{"address":{"M":{"city":{"S":["Seattle"]}}}}}}""")]
    [InlineData("""{"dynamodb":{"NewImage":{"price":{"N":["5"]}}}}""")]
    [InlineData("""{"dynamodb":{"NewImage":{"deletedAt":[{"exists":false}]}}}""")]
    public void A_streams_filter_may_be_on_keys_images_and_kinds_of_change(string filter) => OnStream(filter).ShouldBe([]);

    private static IReadOnlyList<string> OnQueue(string filter) => new PatternSystem().With("Mapping.Properties.FilterCriteria", Criteria(filter)).Findings();

    private static IReadOnlyList<string> OnStream(string filter) => new PatternSystem()
        .With("Mapping.Properties.EventSourceArn", """{"Fn::GetAtt":["Table","StreamArn"]}""")
        .With("Mapping.Properties.StartingPosition", "\"LATEST\"")
        .With("Mapping.Properties.FilterCriteria", Criteria(filter))
        .Findings();

    private static string Criteria(string filter) => $$"""{ "Filters": [{ "Pattern": {{JsonSerializer.Serialize(filter)}} }] }""";
}
