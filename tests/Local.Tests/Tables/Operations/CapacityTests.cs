using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class CapacityTests
{
    [Fact]
    public void Reads_cost_by_4_KB_and_half_when_eventually_consistent()
    {
        using var tables = TableFixture.WithThings($$$"""{"id": {"S": "a"}, "x": {"S": "{{{new string('x', 5000)}}}"}}""");
        Get("a", consistent: true).ShouldBe(2);
        Get("a", consistent: false).ShouldBe(1);
        Get("gone", consistent: false).ShouldBe(0.5);

        double Get(string id, bool consistent) => (double)tables.Send("GetItem", new JsonObject
        {
            ["TableName"] = "Things",
            ["Key"] = JsonNode.Parse($$$"""{"id": {"S": "{{{id}}}"}}"""),
            ["ConsistentRead"] = consistent,
            ["ReturnConsumedCapacity"] = "TOTAL",
        })["ConsumedCapacity"]!["CapacityUnits"]!;
    }

    [Fact]
    public void Writes_cost_by_1_KB_of_the_larger_of_old_and_new_and_for_each_index_that_they_touch()
    {
        using var tables = new TableFixture(TableBuilder.Table("Alerts", "id:S")
            .WithGlobalIndex("ByState", "state:S", projection: "KEYS_ONLY")
            .WithGlobalIndex("ByOwner", "owner:S"));
        var text = new string('x', 3000);
        Put($$$"""{"id": {"S": "a"}, "state": {"S": "open"}, "x": {"S": "{{{text}}}"}}""").ShouldBeJson(
            """{"TableName": "Alerts", "CapacityUnits": 4, "Table": {"CapacityUnits": 3}, "GlobalSecondaryIndexes": {"ByState": {"CapacityUnits": 1}}}""");

        // The index doesn't project x, and its key is the same: nothing to write there.
        Put("""{"id": {"S": "a"}, "state": {"S": "open"}, "x": {"S": "short"}}""").ShouldBeJson(
            """{"TableName": "Alerts", "CapacityUnits": 3, "Table": {"CapacityUnits": 3}}""");

        // A changed key deletes the old entry and puts a new one.
        Put("""{"id": {"S": "a"}, "state": {"S": "closed"}}""").ShouldBeJson(
            """{"TableName": "Alerts", "CapacityUnits": 3, "Table": {"CapacityUnits": 1}, "GlobalSecondaryIndexes": {"ByState": {"CapacityUnits": 2}}}""");

        JsonNode Put(string item) => tables.Send("PutItem", new JsonObject
        {
            ["TableName"] = "Alerts",
            ["Item"] = JsonNode.Parse(item),
            ["ReturnConsumedCapacity"] = "INDEXES",
        })["ConsumedCapacity"]!;
    }
}
