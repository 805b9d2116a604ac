using SensorWatch.Templates.Pricing;

namespace SensorWatch.Templates.Tests.Pricing;

/// <summary>A million writes of an item of 1,500 bytes: two units each, and what indexes, streams and transactions add.</summary>
public sealed class TablePriceTests
{
    private const double Close = 1e-9;
    private const double Unit = 0.625;

    private static readonly ItemWrite Item = new PricedSystem().Written;

    [Theory]
    [InlineData("colour", "ALL", 2 + 2)]
    [InlineData("colour", "KEYS_ONLY", 2 + 1)]
    [InlineData("missing", "ALL", 2)]
    public void A_new_item_is_written_to_each_index_that_holds_it(string key, string projection, double units) =>
        Indexed(new() { Written = Item }, key, projection).Dollars(PriceItem.DynamoDbWrites).ShouldBe(units * Unit, Close);

    [Theory]
    [InlineData("colour", "KEYS_ONLY", 2 + 2)]
    [InlineData("colour", "ALL", 2 + 4)]
    [InlineData("text", "ALL", 2 + 2)]
    [InlineData("text", "KEYS_ONLY", 2)]
    public void A_change_costs_a_delete_and_a_put_of_an_index_whose_key_it_changes_and_nothing_of_one_that_lacks_it(
        string changed, string projection, double units) =>
        Indexed(new() { Written = Item with { Changed = new HashSet<string> { changed } } }, "colour", projection)
            .Dollars(PriceItem.DynamoDbWrites).ShouldBe(units * Unit, Close);

    [Fact]
    public void A_transaction_doubles_what_is_written() =>
        Indexed(new() { Written = Item with { Transactional = true } }, "colour", "ALL").Dollars(PriceItem.DynamoDbWrites).ShouldBe(8 * Unit, Close);

    [Fact]
    public void Only_new_items_are_stored_and_backed_up()
    {
        var gigabytes = 1_000_000 * 1600.0 / Math.Pow(1024, 3);
        const string Recovery = """{ "PointInTimeRecoveryEnabled": true }""";

        new PricedSystem().Dollars(PriceItem.DynamoDbStorage, ChargeBasis.Kept).ShouldBe(gigabytes * 0.25, Close);
        new PricedSystem().Dollars(PriceItem.DynamoDbPointInTimeRecovery, ChargeBasis.Kept).ShouldBe(0);
        new PricedSystem().Set("Table", "PointInTimeRecoverySpecification", Recovery)
            .Dollars(PriceItem.DynamoDbPointInTimeRecovery, ChargeBasis.Kept).ShouldBe(gigabytes * 0.20, Close);
        new PricedSystem { Written = Item with { Changed = new HashSet<string> { "text" } } }.Dollars(PriceItem.DynamoDbStorage, ChargeBasis.Kept).ShouldBe(0);
    }

    [Theory]
    [InlineData(0, true, 1)]
    [InlineData(4096, true, 1)]
    [InlineData(4097, true, 2)]
    [InlineData(4096, false, 0.5)]
    public void A_read_costs_by_four_kilobytes_and_half_when_it_may_be_stale(double bytes, bool consistent, double units) =>
        new PricedSystem { Keep = new() { Reads = [new("TABLE", bytes, consistent)] } }.Dollars(PriceItem.DynamoDbReads).ShouldBe(units * 0.125, Close);

    [Theory]
    [InlineData("thing#", 3)]
    [InlineData("other#", 2)]
    public void A_change_invokes_the_consumer_of_the_stream_that_its_filter_lets_it_to(string prefix, double millionInvocations)
    {
        var system = new PricedSystem()
            .Set("Table", "StreamSpecification", """{ "StreamViewType": "NEW_IMAGE" }""")
            .With("Publish", """{ "Type": "AWS::Lambda::Function", "Properties": { "Runtime": "provided.al2023", "Handler": "Publish", "Code": {}, "Role": "r" } }""")
            .With("Stream", """
                { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "EventSourceArn": { "Fn::GetAtt": ["Table", "StreamArn"] }, "FunctionName": { "Ref": "Publish" },
                  "StartingPosition": "LATEST", "FilterCriteria": { "Filters": [{ "Pattern": "{\"dynamodb\":{\"Keys\":{\"id\":{\"S\":[{\"prefix\":\"PREFIX\"}]}}}}" }] } } }
                """.Replace("PREFIX", prefix, StringComparison.Ordinal));

        system.Dollars(PriceItem.LambdaRequests).ShouldBe(millionInvocations * 0.20, Close);
        system.Dollars(PriceItem.SqsRequests).ShouldBe(3 * 0.40, Close); // Reading a stream is free.
    }

    private static PricedSystem Indexed(PricedSystem system, string key, string projection) => system
        .Set("Table", "AttributeDefinitions", $$"""[{ "AttributeName": "id", "AttributeType": "S" }, { "AttributeName": "{{key}}", "AttributeType": "S" }]""")
        .Set("Table", "GlobalSecondaryIndexes", $$"""
            [{ "IndexName": "other", "KeySchema": [{ "AttributeName": "{{key}}", "KeyType": "HASH" }], "Projection": { "ProjectionType": "{{projection}}" } }]
            """);
}
