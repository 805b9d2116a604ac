using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class QueryTests
{
    private static readonly string[] Rows =
        [.. new[] { "-10", "-2", "-1.5", "0", "0.01", "2", "10", "1e3" }.Select(s => $$$"""{"p": {"S": "a"}, "s": {"N": "{{{s}}}"}, "v": {"N": "{{{s}}}"}}""")];

    [Theory]
    [InlineData("p = :a", "-10 -2 -1.5 0 0.01 2 10 1000")]
    [InlineData("p = :a AND s = :0", "0")]
    [InlineData("s < :0 AND p = :a", "-10 -2 -1.5")]
    [InlineData("p = :a AND s <= :0", "-10 -2 -1.5 0")]
    [InlineData("(p = :a) AND (s > :0)", "0.01 2 10 1000")]
    [InlineData("p = :a AND s >= :0", "0 0.01 2 10 1000")]
    [InlineData("p = :a AND :0 < s", "0.01 2 10 1000")]
    [InlineData(":a = p AND s BETWEEN :m2 AND :10", "-2 -1.5 0 0.01 2 10")]
    [InlineData("p = :b", "")]
    public void A_query_returns_the_keys_that_match_in_their_order(string condition, string expected)
    {
        using var tables = TableFixture.WithRows([.. Rows, """{"p": {"S": "aa"}, "s": {"N": "5"}}"""]);
        Sorts(Query(tables, condition)).ShouldBe(expected);
        var backward = Query(tables, condition, request => request["ScanIndexForward"] = false);
        Sorts(backward).ShouldBe(string.Join(' ', expected.Split(' ').Reverse()));
    }

    [Theory]
    [InlineData("p = :p", "B a aa ab b é \uFFFD 😀")]
    [InlineData("p = :p AND begins_with(s, :a)", "a aa ab")]
    [InlineData("p = :p AND s > :a", "aa ab b é \uFFFD 😀")]
    public void Strings_come_in_the_order_of_their_UTF8_bytes(string condition, string expected)
    {
        using var tables = new TableFixture(TableBuilder.Table("Texts", "p:S", "s:S"));
        tables.Put("Texts", [.. "😀 b a ab é B \uFFFD aa".Split(' ').Select(s => $$$"""{"p": {"S": "p"}, "s": {"S": "{{{s}}}"}}""")]);
        var response = tables.Send("Query", Request("Texts", condition, """{":p": {"S": "p"}, ":a": {"S": "a"}}"""));
        string.Join(' ', response["Items"]!.AsArray().Select(item => (string)item!["s"]!["S"]!)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("s = :0", "Query condition missed key schema element: p")]
    [InlineData("p = :a AND v = :0", "Query condition missed key schema element: s")]
    [InlineData("p > :a", "Query key condition not supported")]
    [InlineData("p = :0", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("p = :a AND s > :a", "One or more parameter values were invalid: Condition parameter type does not match schema type")]
    [InlineData("p = :a OR s = :0", "Invalid operator used in KeyConditionExpression: OR")]
    [InlineData("p = :a AND s <> :0", "Invalid operator used in KeyConditionExpression: <>")]
    [InlineData("p = :a AND NOT s = :0", "Invalid operator used in KeyConditionExpression: NOT")]
    [InlineData("p = :a AND s IN (:0)", "Invalid operator used in KeyConditionExpression: IN")]
    [InlineData("p = :a AND attribute_exists(s)", "Invalid operator used in KeyConditionExpression: attribute_exists")]
    [InlineData("p = :a AND size(s) = :0", "Invalid condition in KeyConditionExpression: No key attribute specified")]
    [InlineData("p = :a AND s = size(v)", "KeyConditionExpressions cannot contain nested operations")]
    [InlineData("p = :a AND s = v", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")]
    [InlineData("p = :a AND s.x = :0", "KeyConditionExpressions cannot have conditions on nested attributes")]
    [InlineData("p = :a AND s > :0 AND s < :10", "KeyConditionExpressions must only contain one condition per key")]
    [InlineData("p = :empty", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: p")]
    [InlineData("p = ", "Invalid KeyConditionExpression: Syntax error; token: \"<EOF>\", near: \"=\"")]
    public void These_key_conditions_are_refused_in_DynamoDBs_words(string condition, string message)
    {
        using var tables = TableFixture.WithRows();
        Should.Throw<Local.Endpoint.AwsException>(() => Query(tables, condition)).Message.ShouldBe(message);
    }

    [Fact]
    public void A_filter_drops_items_after_the_limit_has_counted_them()
    {
        using var tables = TableFixture.WithRows(Rows);
        var response = Query(tables, "p = :a", request =>
        {
            request["FilterExpression"] = "v > :0";
            request["Limit"] = 5;
        });
        Sorts(response).ShouldBe("0.01");
        ((int)response["Count"]!).ShouldBe(1);
        ((int)response["ScannedCount"]!).ShouldBe(5);
        response["LastEvaluatedKey"].ShouldBeJson("""{"p": {"S": "a"}, "s": {"N": "0.01"}}""");
    }

    [Fact]
    public void A_filter_may_not_name_the_key()
    {
        using var tables = TableFixture.WithRows();
        Should.Throw<Local.Endpoint.AwsException>(() => Query(tables, "p = :a", request => request["FilterExpression"] = "s > :0"))
            .Message.ShouldBe("Filter Expression can only contain non-primary key attributes: Primary key attribute: s");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Pages_join_to_the_whole(bool forward)
    {
        using var tables = TableFixture.WithRows(Rows);
        var seen = new List<string>();
        JsonNode? start = null;
        do
        {
            var page = Query(tables, "p = :a AND s > :m2", request =>
            {
                request["Limit"] = 2;
                request["ScanIndexForward"] = forward;
                request["ExclusiveStartKey"] = start?.DeepClone();
            });
            seen.AddRange(Sorts(page).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            seen.Count.ShouldBeLessThanOrEqualTo(50, "Pages must not go round in circles.");
            start = page["LastEvaluatedKey"];
        }
        while (start is not null);

        string[] all = ["-1.5", "0", "0.01", "2", "10", "1000"];
        seen.ShouldBe(forward ? all : all.Reverse());
    }

    [Fact]
    public void A_page_that_ends_at_the_limit_has_a_last_key_even_when_nothing_follows()
    {
        using var tables = TableFixture.WithRows("""{"p": {"S": "a"}, "s": {"N": "1"}}""");
        Query(tables, "p = :a", request => request["Limit"] = 1)["LastEvaluatedKey"].ShouldBeJson("""{"p": {"S": "a"}, "s": {"N": "1"}}""");
        Query(tables, "p = :a", request => request["Limit"] = 2)["LastEvaluatedKey"].ShouldBeNull();
    }

    [Theory]
    [InlineData("p = :a", """{"p": {"S": "a"}}""", "The provided starting key is invalid: The provided key element does not match the schema")]
    [InlineData("p = :a", """{"p": {"S": "b"}, "s": {"N": "1"}}""", "The provided starting key is outside query boundaries based on provided conditions")]
    [InlineData("p = :a AND s > :10", """{"p": {"S": "a"}, "s": {"N": "1"}}""", "The provided starting key does not match the range key predicate")]
    [InlineData("p = :a", """{"p": {"S": "a"}, "s": {"N": "x"}}""", "The provided starting key is invalid: The parameter cannot be converted to a numeric value: x")]
    public void A_starting_key_must_fit_the_query(string condition, string start, string message)
    {
        using var tables = TableFixture.WithRows();
        Should.Throw<Local.Endpoint.AwsException>(() => Query(tables, condition, request => request["ExclusiveStartKey"] = JsonNode.Parse(start)))
            .Message.ShouldBe(message);
    }

    [Fact]
    public void A_page_has_at_most_1_MB_before_the_filter()
    {
        var big = new string('x', 300_000);
        using var tables = TableFixture.WithRows(
            [.. Enumerable.Range(0, 5).Select(i => $$$"""{"p": {"S": "a"}, "s": {"N": "{{{i}}}"}, "big": {"S": "{{{big}}}"}}""")]);
        var response = Query(tables, "p = :a", request =>
        {
            request["FilterExpression"] = "attribute_not_exists(big)";
            request["ReturnConsumedCapacity"] = "TOTAL";
        });
        response["Items"].ShouldBeJson("[]");
        ((int)response["ScannedCount"]!).ShouldBe(3);
        response["LastEvaluatedKey"].ShouldBeJson("""{"p": {"S": "a"}, "s": {"N": "2"}}""");
        ((double)response["ConsumedCapacity"]!["CapacityUnits"]!).ShouldBe(110);
    }

    [Fact]
    public void Select_COUNT_returns_no_items()
    {
        using var tables = TableFixture.WithRows(Rows);
        Query(tables, "p = :a AND s > :0", request => request["Select"] = "COUNT").ShouldBeJson("""{"Count": 4, "ScannedCount": 4}""");
    }

    [Theory]
    [InlineData("SPECIFIC_ATTRIBUTES", null, "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES")]
    [InlineData("COUNT", "v", "Cannot specify the ProjectionExpression when choosing to get only the Count")]
    [InlineData("ALL_ATTRIBUTES", "v", "Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES")]
    [InlineData("ALL_PROJECTED_ATTRIBUTES", null, "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")]
    public void Select_must_go_with_the_rest(string select, string? projection, string message)
    {
        using var tables = TableFixture.WithRows();
        Should.Throw<Local.Endpoint.AwsException>(() => Query(tables, "p = :a", request =>
        {
            request["Select"] = select;
            request["ProjectionExpression"] = projection;
        })).Message.ShouldBe(message);
    }

    [Fact]
    public void A_query_without_key_condition_or_with_a_legacy_one_is_refused()
    {
        using var tables = TableFixture.WithRows();
        tables.Refused("Query", """{"TableName": "Rows"}""").Message
            .ShouldBe("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        tables.Refused("Query", """{"TableName": "Rows", "KeyConditions": {}}""").Message.ShouldContain("use KeyConditionExpression");
        tables.Refused("Query", """{"TableName": "Rows", "Limit": 0, "KeyConditionExpression": "p = :p"}""").Message
            .ShouldBe("1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1");
    }

    private static JsonObject Query(TableFixture tables, string condition, Action<JsonObject>? more = null)
    {
        var all = JsonNode.Parse("""{":a": {"S": "a"}, ":b": {"S": "b"}, ":empty": {"S": ""}, ":0": {"N": "0"}, ":m2": {"N": "-2"}, ":10": {"N": "10"}}""")!.AsObject();
        var request = Request("Rows", condition, "{}");
        more?.Invoke(request);
        var expressions = $"{condition} {request["FilterExpression"]}";
        var used = all.Where(value => expressions.Split(' ', ')', '(', ',').Contains(value.Key))
            .Select(value => KeyValuePair.Create(value.Key, value.Value?.DeepClone()));
        request["ExpressionAttributeValues"] = new JsonObject(used) is { Count: > 0 } values ? values : null;
        return tables.Send("Query", request);
    }

    private static JsonObject Request(string table, string condition, string values) => new()
    {
        ["TableName"] = table,
        ["KeyConditionExpression"] = condition,
        ["ExpressionAttributeValues"] = JsonNode.Parse(values) is JsonObject { Count: > 0 } some
            ? new JsonObject(some.Where(value => condition.Contains(value.Key, StringComparison.Ordinal)).Select(value => KeyValuePair.Create(value.Key, value.Value?.DeepClone())))
            : null,
    };

    private static string Sorts(JsonObject response) =>
        string.Join(' ', response["Items"]!.AsArray().Select(item => (string)item!["s"]!["N"]!));
}
