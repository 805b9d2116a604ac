using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class TransactionTests
{
    [Fact]
    public void A_transaction_does_all_its_actions()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}}""", """{"id": {"S": "b"}, "n": {"N": "1"}}""", """{"id": {"S": "c"}}""");
        tables.Send(
            "TransactWriteItems",
            """
            {
                "TransactItems": [
                    {"ConditionCheck": {"TableName": "Things", "Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_exists(id)"}},
                    {"Update": {"TableName": "Things", "Key": {"id": {"S": "b"}}, "UpdateExpression": "ADD n :1", "ExpressionAttributeValues": {":1": {"N": "1"}}}},
                    {"Delete": {"TableName": "Things", "Key": {"id": {"S": "c"}}}},
                    {"Put": {"TableName": "Things", "Item": {"id": {"S": "d"}}}}
                ],
                "ReturnConsumedCapacity": "TOTAL"
            }
            """).ShouldBeJson("""{"ConsumedCapacity": [{"TableName": "Things", "CapacityUnits": 8, "WriteCapacityUnits": 8}]}""");
        tables.Get("Things", """{"id": {"S": "b"}}""").ShouldBeJson("""{"id": {"S": "b"}, "n": {"N": "2"}}""");
        tables.Get("Things", """{"id": {"S": "c"}}""").ShouldBeNull();
        tables.Get("Things", """{"id": {"S": "d"}}""").ShouldNotBeNull();
    }

    [Fact]
    public void A_transaction_that_fails_changes_nothing_and_gives_a_reason_for_each_action()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "s": {"S": "text"}}""");
        var error = tables.Refused(
            "TransactWriteItems",
            """
            {"TransactItems": [
                {"Put": {"TableName": "Things", "Item": {"id": {"S": "new"}}}},
                {"Put": {
                    "TableName": "Things", "Item": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)",
                    "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}},
                {"ConditionCheck": {"TableName": "Things", "Key": {"id": {"S": "z"}}, "ConditionExpression": "attribute_exists(id)"}},
                {"Update": {"TableName": "Things", "Key": {"id": {"S": "y"}}, "UpdateExpression": "SET n = gone"}}
            ]}
            """);
        error.Code.ShouldBe("com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
        error.Message.ShouldBe(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed, ValidationError]");
        error.Members.ShouldBeJson(
            """
            {"CancellationReasons": [
                {"Code": "None"},
                {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": {"id": {"S": "a"}, "s": {"S": "text"}}},
                {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"},
                {"Code": "ValidationError", "Message": "The provided expression refers to an attribute that does not exist in the item"}
            ]}
            """);
        tables.Get("Things", """{"id": {"S": "new"}}""").ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"TransactItems": [{"Put": {"TableName": "Things", "Item": {"id": {"S": "a"}}}}, {"Delete": {"TableName": "Things", "Key": {"id": {"S": "a"}}}}]}""", "Transaction request cannot include multiple operations on one item")]
    [InlineData("""{"TransactItems": [{}]}""", "TransactItems can only contain one of Check, Put, Update or Delete")]
    [InlineData("""{"TransactItems": []}""", "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("""{"TransactItems": [{"ConditionCheck": {"TableName": "Things", "Key": {"id": {"S": "a"}}}}]}""", "1 validation error detected: Value null at 'conditionExpression' failed to satisfy constraint: Member must not be null")]
    public void These_transactions_are_refused(string request, string message)
    {
        using var tables = TableFixture.WithThings();
        tables.Refused("TransactWriteItems", request).Message.ShouldBe(message);
    }

    [Fact]
    public void A_transaction_has_at_most_100_actions()
    {
        using var tables = TableFixture.WithThings();
        tables.Send("TransactWriteItems", Puts(100)).ShouldBeJson("{}");
        tables.Refused("TransactWriteItems", Puts(101).ToJsonString()).Message.ShouldEndWith("Member must have length less than or equal to 100");

        static JsonObject Puts(int count) => new()
        {
            ["TransactItems"] = new JsonArray([.. Enumerable.Range(0, count)
                .Select(i => JsonNode.Parse($$$$$"""{"Put": {"TableName": "Things", "Item": {"id": {"S": "{{{{{i}}}}}"}}}}"""))]),
        };
    }

    [Fact]
    public void A_transaction_with_a_known_token_is_not_done_again_for_ten_minutes()
    {
        using var tables = TableFixture.WithThings();
        Add("1").ShouldBeJson("{}");
        tables.Time.Advance(TimeSpan.FromMinutes(9));
        Add("1").ShouldBeJson("{}");
        N().ShouldBe("1");
        Should.Throw<Local.Endpoint.AwsException>(() => Add("2")).Code
            .ShouldBe("com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException");

        tables.Time.Advance(TimeSpan.FromMinutes(2));
        Add("1");
        N().ShouldBe("2");

        JsonObject Add(string number) => tables.Send(
            "TransactWriteItems",
            $$$$"""
            {
                "ClientRequestToken": "token",
                "TransactItems": [{"Update": {
                    "TableName": "Things", "Key": {"id": {"S": "a"}}, "UpdateExpression": "ADD n :n", "ExpressionAttributeValues": {":n": {"N": "{{{{number}}}}"}}
                }}]
            }
            """);

        string N() => (string)JsonNode.Parse(tables.Get("Things", """{"id": {"S": "a"}}""")!)!["n"]!["N"]!;
    }

    [Fact]
    public void The_token_of_a_failed_transaction_may_be_used_again()
    {
        using var tables = TableFixture.WithThings();
        const string Request =
            """
            {
                "ClientRequestToken": "token",
                "TransactItems": [{"Delete": {"TableName": "Things", "Key": {"id": {"S": "a"}}, "ConditionExpression": "attribute_exists(id)"}}]
            }
            """;
        tables.Refused("TransactWriteItems", Request).Code.ShouldEndWith("#TransactionCanceledException");
        tables.Put("Things", """{"id": {"S": "a"}}""");
        tables.Send("TransactWriteItems", Request).ShouldBeJson("{}");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeNull();
    }

    [Fact]
    public void A_transaction_reads_items_in_the_order_asked_for()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "x": {"N": "1"}}""", """{"id": {"S": "b"}}""");
        tables.Send(
            "TransactGetItems",
            """
            {
                "TransactItems": [
                    {"Get": {"TableName": "Things", "Key": {"id": {"S": "b"}}}},
                    {"Get": {"TableName": "Things", "Key": {"id": {"S": "z"}}}},
                    {"Get": {"TableName": "Things", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "x"}}
                ],
                "ReturnConsumedCapacity": "TOTAL"
            }
            """).ShouldBeJson(
            """
            {
                "Responses": [{"Item": {"id": {"S": "b"}}}, {}, {"Item": {"x": {"N": "1"}}}],
                "ConsumedCapacity": [{"TableName": "Things", "CapacityUnits": 6, "ReadCapacityUnits": 6}]
            }
            """);
    }
}
