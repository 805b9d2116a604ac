using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class IndexTests
{
    private static readonly string[] Alerts =
    [
        """{"id": {"S": "1"}, "state": {"S": "open"}, "since": {"N": "30"}, "note": {"S": "x"}, "more": {"S": "m"}}""",
        """{"id": {"S": "2"}, "state": {"S": "open"}, "since": {"N": "10"}, "note": {"S": "y"}}""",
        """{"id": {"S": "3"}, "state": {"S": "closed"}, "since": {"N": "20"}}""",
        """{"id": {"S": "4"}, "since": {"N": "5"}}""",
        """{"id": {"S": "5"}, "state": {"S": "open"}}""",
    ];

    [Fact]
    public void A_global_index_holds_the_items_that_have_its_key_in_its_order()
    {
        using var tables = Fixture("ALL");
        Ids(Query(tables)).ShouldBe("2 1");
        Ids(tables.Send("Scan", """{"TableName": "Alerts", "IndexName": "ByState"}""")).Split(' ').ShouldBe(["1", "2", "3"], ignoreOrder: true);
    }

    [Fact]
    public void An_index_follows_updates_and_deletes()
    {
        using var tables = Fixture("ALL");
        Update("SET #s = :open", "3");
        Ids(Query(tables)).ShouldBe("2 3 1");
        tables.Send("UpdateItem", """{"TableName": "Alerts", "Key": {"id": {"S": "2"}}, "UpdateExpression": "REMOVE since"}""");
        tables.Send("DeleteItem", """{"TableName": "Alerts", "Key": {"id": {"S": "1"}}}""");
        Ids(Query(tables)).ShouldBe("3");

        void Update(string expression, string id) => tables.Send("UpdateItem", new JsonObject
        {
            ["TableName"] = "Alerts",
            ["Key"] = JsonNode.Parse($$$"""{"id": {"S": "{{{id}}}"}}"""),
            ["UpdateExpression"] = expression,
            ["ExpressionAttributeNames"] = JsonNode.Parse("""{"#s": "state"}"""),
            ["ExpressionAttributeValues"] = JsonNode.Parse("""{":open": {"S": "open"}}"""),
        });
    }

    [Theory]
    [InlineData("KEYS_ONLY", """{"id": {"S": "2"}, "state": {"S": "open"}, "since": {"N": "10"}}""")]
    [InlineData("INCLUDE", """{"id": {"S": "2"}, "state": {"S": "open"}, "since": {"N": "10"}, "note": {"S": "y"}}""")]
    public void An_index_returns_what_it_projects(string projection, string expected)
    {
        using var tables = Fixture(projection);
        Query(tables)["Items"]![0].ShouldBeJson(expected);
    }

    [Fact]
    public void A_global_index_cannot_return_what_it_does_not_project()
    {
        using var tables = Fixture("KEYS_ONLY");
        Refused("Select", "ALL_ATTRIBUTES").ShouldBe(
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ByState because its projection type is not ALL");
        Refused("ProjectionExpression", "id, more").ShouldBe(
            "One or more parameter values were invalid: Global secondary index ByState does not project [more]");
        Refused("ConsistentRead", true).ShouldBe("Consistent reads are not supported on global secondary indexes");
        Refused("IndexName", "Nope").ShouldBe("The table does not have the specified index: Nope");

        string Refused(string member, JsonNode value) =>
            Should.Throw<Local.Endpoint.AwsException>(() => Query(tables, request => request[member] = value)).Message;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pages_of_an_index_with_equal_keys_join_to_the_whole(bool forward)
    {
        using var tables = new TableFixture(TableBuilder.Table("Alerts", "id:S").WithGlobalIndex("ByState", "state:S"));
        tables.Put("Alerts", [.. Enumerable.Range(0, 9).Select(i => $$$"""{"id": {"S": "{{{i}}}"}, "state": {"S": "open"}}""")]);
        var seen = new List<string>();
        JsonNode? start = null;
        do
        {
            var page = Query(tables, request =>
            {
                request["Limit"] = 2;
                request["ScanIndexForward"] = forward;
                request["ExclusiveStartKey"] = start?.DeepClone();
            });
            seen.AddRange(Ids(page).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            seen.Count.ShouldBeLessThanOrEqualTo(50, "Pages must not go round in circles.");
            start = page["LastEvaluatedKey"];
        }
        while (start is not null);

        seen.ShouldBe(Enumerable.Range(0, 9).Select(i => $"{i}"), ignoreOrder: true);
    }

    [Fact]
    public void A_last_key_of_an_index_has_the_keys_of_index_and_table()
    {
        using var tables = Fixture("ALL");
        Query(tables, request => request["Limit"] = 1)["LastEvaluatedKey"]
            .ShouldBeJson("""{"id": {"S": "2"}, "state": {"S": "open"}, "since": {"N": "10"}}""");
    }

    [Fact]
    public void A_local_index_gets_from_the_table_what_it_does_not_project()
    {
        using var tables = new TableFixture(TableBuilder.Table("Rows", "p:S", "s:N").WithLocalIndex("ByTime", "t:N", "KEYS_ONLY"));
        tables.Put(
            "Rows",
            """{"p": {"S": "a"}, "s": {"N": "1"}, "t": {"N": "9"}, "x": {"S": "one"}}""",
            """{"p": {"S": "a"}, "s": {"N": "2"}, "t": {"N": "8"}, "x": {"S": "two"}}""",
            """{"p": {"S": "a"}, "s": {"N": "3"}}""");
        var request = JsonNode.Parse(
            """
            {
                "TableName": "Rows", "IndexName": "ByTime", "KeyConditionExpression": "p = :a", "ConsistentRead": true,
                "ExpressionAttributeValues": {":a": {"S": "a"}}, "ReturnConsumedCapacity": "INDEXES"
            }
            """)!.AsObject();
        tables.Send("Query", request)["Items"].ShouldBeJson(
            """[{"p": {"S": "a"}, "s": {"N": "2"}, "t": {"N": "8"}}, {"p": {"S": "a"}, "s": {"N": "1"}, "t": {"N": "9"}}]""");
        request["Select"] = "ALL_ATTRIBUTES";
        var all = tables.Send("Query", request);
        ((string)all["Items"]![0]!["x"]!["S"]!).ShouldBe("two");
        all["ConsumedCapacity"].ShouldBeJson(
            """
            {
                "TableName": "Rows", "CapacityUnits": 3, "Table": {"CapacityUnits": 2},
                "LocalSecondaryIndexes": {"ByTime": {"CapacityUnits": 1}}
            }
            """);
    }

    [Theory]
    [InlineData("""{"id": {"S": "1"}, "state": {"N": "1"}}""", "One or more parameter values were invalid: Type mismatch for Index Key state Expected: S Actual: N IndexName: ByState")]
    [InlineData("""{"id": {"S": "1"}, "state": {"S": ""}}""", "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ByState, IndexKey: state")]
    public void An_index_key_of_the_wrong_type_or_empty_is_refused(string item, string message)
    {
        using var tables = Fixture("ALL");
        tables.Refused("PutItem", $$"""{"TableName": "Alerts", "Item": {{item}}}""").Message.ShouldBe(message);
    }

    [Theory]
    [InlineData("SET since = :x", "One or more parameter values were invalid: Type mismatch for Index Key since Expected: N Actual: S IndexName: ByState")]
    [InlineData("SET note = :x, since = note", "The update expression attempted to update the secondary index key to unsupported type")]
    [InlineData("SET since.x = :x", "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: since")]
    public void An_update_may_not_spoil_an_index_key(string expression, string message)
    {
        using var tables = Fixture("ALL");
        var request = new JsonObject
        {
            ["TableName"] = "Alerts",
            ["Key"] = JsonNode.Parse("""{"id": {"S": "1"}}"""),
            ["UpdateExpression"] = expression,
            ["ExpressionAttributeValues"] = JsonNode.Parse("""{":x": {"S": "text"}}"""),
        };
        tables.Refused("UpdateItem", request.ToJsonString()).Message.ShouldBe(message);
    }

    private static TableFixture Fixture(string projection)
    {
        var tables = new TableFixture(TableBuilder.Table("Alerts", "id:S")
            .WithGlobalIndex("ByState", "state:S", "since:N", projection, projection == "INCLUDE" ? ["note"] : []));
        tables.Put("Alerts", Alerts);
        return tables;
    }

    private static JsonObject Query(TableFixture tables, Action<JsonObject>? more = null)
    {
        var request = JsonNode.Parse(
            """
            {
                "TableName": "Alerts", "IndexName": "ByState", "KeyConditionExpression": "#s = :open",
                "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":open": {"S": "open"}}
            }
            """)!.AsObject();
        more?.Invoke(request);
        return tables.Send("Query", request);
    }

    private static string Ids(JsonObject response) =>
        string.Join(' ', response["Items"]!.AsArray().Select(item => (string)item!["id"]!["S"]!));
}
