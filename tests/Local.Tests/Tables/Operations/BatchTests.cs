using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class BatchTests
{
    [Fact]
    public void A_batch_puts_and_deletes_over_tables()
    {
        using var tables = new TableFixture(TableBuilder.Table("Things", "id:S"), TableBuilder.Table("Rows", "p:S", "s:N"));
        tables.Put("Things", """{"id": {"S": "old"}}""");
        tables.Send(
            "BatchWriteItem",
            """
            {
                "RequestItems": {
                    "Things": [{"DeleteRequest": {"Key": {"id": {"S": "old"}}}}, {"PutRequest": {"Item": {"id": {"S": "new"}}}}],
                    "Rows": [{"PutRequest": {"Item": {"p": {"S": "a"}, "s": {"N": "1"}}}}]
                },
                "ReturnConsumedCapacity": "TOTAL"
            }
            """).ShouldBeJson(
            """
            {
                "UnprocessedItems": {},
                "ConsumedCapacity": [{"TableName": "Things", "CapacityUnits": 2}, {"TableName": "Rows", "CapacityUnits": 1}]
            }
            """);
        tables.Get("Things", """{"id": {"S": "old"}}""").ShouldBeNull();
        tables.Get("Things", """{"id": {"S": "new"}}""").ShouldNotBeNull();
        tables.Get("Rows", """{"p": {"S": "a"}, "s": {"N": "1"}}""").ShouldNotBeNull();
    }

    [Fact]
    public void A_batch_with_an_invalid_item_writes_nothing()
    {
        using var tables = TableFixture.WithThings();
        tables.Refused(
            "BatchWriteItem",
            """{"RequestItems": {"Things": [{"PutRequest": {"Item": {"id": {"S": "a"}}}}, {"PutRequest": {"Item": {"x": {"S": "a"}}}}]}}""")
            .Message.ShouldBe("One or more parameter values were invalid: Missing the key id in the item");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeNull();
    }

    [Fact]
    public void A_batch_may_not_name_a_key_twice()
    {
        using var tables = TableFixture.WithRows();
        tables.Refused(
            "BatchWriteItem",
            """
            {"RequestItems": {"Rows": [
                {"PutRequest": {"Item": {"p": {"S": "a"}, "s": {"N": "1"}}}},
                {"DeleteRequest": {"Key": {"p": {"S": "a"}, "s": {"N": "1.0"}}}}
            ]}}
            """).Message.ShouldBe("Provided list of item keys contains duplicates");
    }

    [Fact]
    public void A_batch_has_at_most_25_requests()
    {
        using var tables = new TableFixture(TableBuilder.Table("Things", "id:S"), TableBuilder.Table("Others", "id:S"));
        tables.Send("BatchWriteItem", Batch(25, 0))["UnprocessedItems"].ShouldBeJson("{}");
        tables.Refused("BatchWriteItem", Batch(26, 0).ToJsonString()).Message
            .ShouldEndWith("Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]");
        tables.Refused("BatchWriteItem", Batch(13, 13).ToJsonString()).Message.ShouldBe("Too many items requested for the BatchWriteItem call");
        tables.Refused("BatchWriteItem", """{"RequestItems": {}}""").Message.ShouldContain("requestItems");

        static JsonObject Batch(int things, int others)
        {
            var items = new JsonObject { ["Things"] = Puts(things) };
            if (others > 0)
            {
                items["Others"] = Puts(others);
            }

            return new() { ["RequestItems"] = items };
        }

        static JsonArray Puts(int count) =>
            [.. Enumerable.Range(0, count).Select(i => JsonNode.Parse($$$$$"""{"PutRequest": {"Item": {"id": {"S": "{{{{{i}}}}}"}}}}"""))];
    }

    [Fact]
    public void A_batch_get_returns_what_is_there()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "x": {"N": "1"}, "y": {"N": "2"}}""", """{"id": {"S": "b"}}""");
        tables.Send(
            "BatchGetItem",
            """
            {
                "RequestItems": {"Things": {"Keys": [{"id": {"S": "a"}}, {"id": {"S": "z"}}], "ProjectionExpression": "x", "ConsistentRead": true}},
                "ReturnConsumedCapacity": "TOTAL"
            }
            """).ShouldBeJson(
            """
            {
                "Responses": {"Things": [{"x": {"N": "1"}}]}, "UnprocessedKeys": {},
                "ConsumedCapacity": [{"TableName": "Things", "CapacityUnits": 2}]
            }
            """);
    }

    [Fact]
    public void A_batch_get_leaves_what_goes_beyond_16_MB_for_the_next()
    {
        var big = new string('x', 400_000);
        using var tables = TableFixture.WithThings([.. Enumerable.Range(0, 50).Select(i => $$$"""{"id": {"S": "{{{i}}}"}, "big": {"S": "{{{big}}}"}}""")]);
        var request = new JsonObject
        {
            ["Things"] = new JsonObject
            {
                ["Keys"] = new JsonArray([.. Enumerable.Range(0, 50).Select(i => JsonNode.Parse($$$"""{"id": {"S": "{{{i}}}"}}"""))]),
                ["ProjectionExpression"] = "id",
            },
        };
        var ids = new HashSet<string>();
        var calls = 0;
        while (request.Count > 0)
        {
            var response = tables.Send("BatchGetItem", new JsonObject { ["RequestItems"] = request.DeepClone() });
            ids.UnionWith(response["Responses"]!["Things"]!.AsArray().Select(item => (string)item!["id"]!["S"]!));
            request = response["UnprocessedKeys"]!.AsObject();
            calls++;
        }

        ids.Count.ShouldBe(50);
        calls.ShouldBe(2);
    }

    [Fact]
    public void A_batch_get_has_at_most_100_keys_and_none_twice()
    {
        using var tables = TableFixture.WithThings();
        Refused(Enumerable.Range(0, 101)).ShouldEndWith("Member must have length less than or equal to 100");
        Refused([1, 1]).ShouldBe("Provided list of item keys contains duplicates");
        Refused([]).ShouldEndWith("Member must have length greater than or equal to 1");

        string Refused(IEnumerable<int> ids)
        {
            var keys = new JsonArray([.. ids.Select(i => JsonNode.Parse($$$"""{"id": {"S": "{{{i}}}"}}"""))]);
            var request = new JsonObject { ["RequestItems"] = new JsonObject { ["Things"] = new JsonObject { ["Keys"] = keys } } };
            return tables.Refused("BatchGetItem", request.ToJsonString()).Message;
        }
    }
}
