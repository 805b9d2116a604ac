using SensorWatch.Local.Metering;
using SensorWatch.Local.Tests.Tables;

namespace SensorWatch.Local.Tests.Metering;

public sealed class TableUsageTests : IDisposable
{
    private const string Small = """{"id":{"S":"a"}}""";

    private readonly TableFixture _tables = new(
        TableBuilder.Table("Things", "id:S").WithGlobalIndex("ByState", "state:S", projection: "KEYS_ONLY").WithTimeToLive("until"));

    private double Writes => _tables.Service.Usage[UsageItem.TableWrites];

    private double Reads => _tables.Service.Usage[UsageItem.TableReads];

    public void Dispose() => _tables.Dispose();

    [Fact]
    public void A_write_costs_by_1_KB_and_for_each_index_that_it_touches_without_being_asked()
    {
        _tables.Put("Things", $$"""{"id":{"S":"a"},"state":{"S":"open"},"x":{"S":"{{new string('x', 3000)}}"} }""");

        Writes.ShouldBe(3 + 1);
        Reads.ShouldBe(0);
    }

    [Fact]
    public void A_batch_costs_what_its_writes_cost()
    {
        _tables.Send("BatchWriteItem", """
            {"RequestItems":{"Things":[{"PutRequest":{"Item":{"id":{"S":"a"}}}},{"PutRequest":{"Item":{"id":{"S":"b"}}}},{"DeleteRequest":{"Key":{"id":{"S":"c"}}}}]}}
            """);

        Writes.ShouldBe(3);
    }

    [Fact]
    public void A_write_whose_condition_fails_is_paid_all_the_same()
    {
        _tables.Put("Things", $$"""{"id":{"S":"a"},"x":{"S":"{{new string('x', 1500)}}"} }""");

        _tables.Refused("PutItem", $$"""{"TableName":"Things","Item":{{Small}},"ConditionExpression":"attribute_not_exists(id)"}""");

        Writes.ShouldBe(2 + 2);
    }

    [Fact]
    public void A_transaction_costs_twice_as_much_in_vain_too()
    {
        const string Put = $$"""{"Put":{"TableName":"Things","Item":{{Small}},"ConditionExpression":"attribute_not_exists(id)"} }""";
        const string Other = """{"Put":{"TableName":"Things","Item":{"id":{"S":"b"}}}}""";

        _tables.Send("TransactWriteItems", $$"""{"TransactItems":[{{Put}},{{Other}}]}""");
        Writes.ShouldBe(4);

        _tables.Refused("TransactWriteItems", $$"""{"TransactItems":[{{Put}},{{Other}}]}""");
        Writes.ShouldBe(8);
    }

    [Fact]
    public void A_read_costs_by_4_KB_and_half_when_eventually_consistent()
    {
        _tables.Put("Things", Small);

        _tables.Get("Things", Small);
        Reads.ShouldBe(0.5);

        _tables.Send("GetItem", $$"""{"TableName":"Things","Key":{{Small}},"ConsistentRead":true}""");
        Reads.ShouldBe(1.5);

        _tables.Send("Scan", """{"TableName":"Things"}""");
        Reads.ShouldBe(2);
    }

    [Fact]
    public void What_expires_is_deleted_for_free()
    {
        _tables.Put("Things", """{"id":{"S":"a"},"until":{"N":"1795400000"}}""");
        var before = Writes;

        _tables.Service.DeleteExpired().ShouldBe(1);

        Writes.ShouldBe(before);
    }
}
