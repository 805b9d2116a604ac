using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class WriteTests
{
    [Fact]
    public void An_item_comes_back_as_it_was_put_with_numbers_in_plain_notation()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "n": {"N": "1.50e1"}, "bin": {"B": "AQ=="}, "empty": {"S": ""}}""");
        tables.Get("Things", """{"id": {"S": "a"}}""")
            .ShouldBeJson("""{"id": {"S": "a"}, "n": {"N": "15"}, "bin": {"B": "AQ=="}, "empty": {"S": ""}}""");
    }

    [Fact]
    public void A_put_replaces_the_whole_item_and_returns_the_old_one_when_asked()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "x": {"N": "1"}}""");
        var response = tables.Send("PutItem", """{"TableName": "Things", "Item": {"id": {"S": "a"}, "y": {"N": "2"}}, "ReturnValues": "ALL_OLD"}""");
        response.ShouldBeJson("""{"Attributes": {"id": {"S": "a"}, "x": {"N": "1"}}}""");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeJson("""{"id": {"S": "a"}, "y": {"N": "2"}}""");
    }

    [Fact]
    public void A_failed_condition_changes_nothing_and_shows_the_item_when_asked()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "x": {"N": "1"}}""");
        var error = tables.Refused(
            "PutItem",
            """
            {
                "TableName": "Things", "Item": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)",
                "ReturnValuesOnConditionCheckFailure": "ALL_OLD"
            }
            """);
        error.Code.ShouldBe("com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException");
        error.Message.ShouldBe("The conditional request failed");
        error.Members.ShouldBeJson("""{"Item": {"id": {"S": "a"}, "x": {"N": "1"}}}""");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeJson("""{"id": {"S": "a"}, "x": {"N": "1"}}""");
    }

    [Fact]
    public void A_delete_returns_the_old_item_when_asked_and_is_no_error_without_one()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}}""");
        const string Delete = """{"TableName": "Things", "Key": {"id": {"S": "a"}}, "ReturnValues": "ALL_OLD"}""";
        tables.Send("DeleteItem", Delete).ShouldBeJson("""{"Attributes": {"id": {"S": "a"}}}""");
        tables.Send("DeleteItem", Delete).ShouldBeJson("{}");
    }

    [Fact]
    public void An_update_makes_an_item_that_is_not_there()
    {
        using var tables = TableFixture.WithThings();
        tables.Send(
            "UpdateItem",
            """
            {
                "TableName": "Things", "Key": {"id": {"S": "a"}}, "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}}
            }
            """).ShouldBeJson("{}");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeJson("""{"id": {"S": "a"}, "n": {"N": "1"}}""");
    }

    [Fact]
    public void An_update_without_expression_makes_an_item_of_the_key()
    {
        using var tables = TableFixture.WithThings();
        tables.Send("UpdateItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}}""").ShouldBeJson("{}");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeJson("""{"id": {"S": "a"}}""");
    }

    [Fact]
    public void An_update_that_only_removes_makes_no_item()
    {
        using var tables = TableFixture.WithThings();
        tables.Send("UpdateItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE x"}""");
        tables.Get("Things", """{"id": {"S": "a"}}""").ShouldBeNull();
    }

    [Theory]
    [InlineData("NONE", "{}")]
    [InlineData("ALL_OLD", """{"Attributes": {"id": {"S": "a"}, "x": {"N": "1"}, "d": {"M": {"p": {"N": "1"}, "q": {"N": "2"}}}}}""")]
    [InlineData("ALL_NEW", """{"Attributes": {"id": {"S": "a"}, "x": {"N": "2"}, "y": {"N": "1"}, "d": {"M": {"p": {"N": "2"}, "q": {"N": "2"}}}}}""")]
    [InlineData("UPDATED_OLD", """{"Attributes": {"x": {"N": "1"}, "d": {"M": {"p": {"N": "1"}}}}}""")]
    [InlineData("UPDATED_NEW", """{"Attributes": {"x": {"N": "2"}, "y": {"N": "1"}, "d": {"M": {"p": {"N": "2"}}}}}""")]
    public void An_update_returns_the_values_that_were_asked_for(string returnValues, string expected)
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}, "x": {"N": "1"}, "d": {"M": {"p": {"N": "1"}, "q": {"N": "2"}}}}""");
        tables.Send("UpdateItem", new JsonObject
        {
            ["TableName"] = "Things",
            ["Key"] = JsonNode.Parse("""{"id": {"S": "a"}}"""),
            ["UpdateExpression"] = "SET x = x + :1, y = :1, d.p = d.p + :1",
            ["ExpressionAttributeValues"] = JsonNode.Parse("""{":1": {"N": "1"}}"""),
            ["ReturnValues"] = returnValues,
        }).ShouldBeJson(expected);
    }

    [Theory]
    [InlineData("PutItem", """{"Item": {"x": {"S": "a"}}}""", "One or more parameter values were invalid: Missing the key id in the item")]
    [InlineData("PutItem", """{"Item": {"id": {"N": "1"}}}""", "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N")]
    [InlineData("PutItem", """{"Item": {"id": {"S": ""}}}""", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id")]
    [InlineData("PutItem", """{"Item": {"id": {"S": "a"}}, "ReturnValues": "ALL_NEW"}""", "ReturnValues can only be ALL_OLD or NONE")]
    [InlineData("PutItem", """{"Item": {"id": {"S": "a"}}, "Expected": {}}""", "The legacy parameter Expected is not supported here: use ConditionExpression instead")]
    [InlineData("PutItem", "{}", "1 validation error detected: Value null at 'item' failed to satisfy constraint: Member must not be null")]
    [InlineData("GetItem", """{"Key": {"id": {"S": "a"}, "x": {"S": "a"}}}""", "The provided key element does not match the schema")]
    [InlineData("GetItem", """{"Key": {"id": {"N": "1"}}}""", "The provided key element does not match the schema")]
    [InlineData("GetItem", """{"Key": {"id": {"S": "a"}}, "ExpressionAttributeNames": {"#a": "a"}}""", "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData("GetItem", """{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "x", "ExpressionAttributeNames": {}}""", "ExpressionAttributeNames must not be empty")]
    [InlineData("GetItem", """{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "x", "ExpressionAttributeNames": {"a": "a"}}""", "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"")]
    [InlineData("GetItem", """{"Key": {"id": {"S": "a"}}, "ProjectionExpression": "x", "ExpressionAttributeNames": {"#a": "a"}}""", "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}")]
    [InlineData("DeleteItem", """{"Key": {"id": {"S": "a"}}, "ExpressionAttributeValues": {":a": {"N": "1"}}}""", "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")]
    [InlineData("DeleteItem", """{"Key": {"id": {"S": "a"}}, "ConditionExpression": "x = :a", "ExpressionAttributeValues": {":a": {"N": "1"}, ":b": {"N": "1"}}}""", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}")]
    [InlineData("DeleteItem", """{"Key": {"id": {"S": "a"}}, "ConditionExpression": "x = :a", "ExpressionAttributeValues": {":a": {"NS": []}}}""", "ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An number set  may not be empty for key :a")]
    [InlineData("DeleteItem", """{"Key": {"id": {"S": "a"}}, "ReturnConsumedCapacity": "ALL"}""", "1 validation error detected: Value 'ALL' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy enum value set: [NONE, TOTAL, INDEXES]")]
    [InlineData("UpdateItem", """{"Key": {"id": {"S": "a"}}, "UpdateExpression": "SET x = y, id = y"}""", "One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key")]
    [InlineData("UpdateItem", """{"Key": {"id": {"S": "a"}}, "AttributeUpdates": {}}""", "The legacy parameter AttributeUpdates is not supported here: use UpdateExpression instead")]
    public void These_requests_are_refused_in_DynamoDBs_words(string operation, string members, string message)
    {
        using var tables = TableFixture.WithThings();
        var request = JsonNode.Parse(members)!.AsObject();
        request["TableName"] = "Things";
        var error = tables.Refused(operation, request.ToJsonString());
        error.Message.ShouldBe(message);
        error.Code.ShouldBe("com.amazon.coral.validate#ValidationException");
        error.StatusCode.ShouldBe(400);
    }

    [Fact]
    public void A_table_that_no_template_has_is_a_ResourceNotFoundException()
    {
        using var tables = TableFixture.WithThings();
        var error = tables.Refused("GetItem", """{"TableName": "Others", "Key": {"id": {"S": "a"}}}""");
        error.Code.ShouldBe("com.amazonaws.dynamodb.v20120810#ResourceNotFoundException");
        error.Message.ShouldBe("Requested resource not found");
    }

    [Fact]
    public void A_table_may_be_called_by_its_ARN()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}}""");
        tables.Get("arn:aws:dynamodb:eu-north-1:123456789012:table/Things", """{"id": {"S": "a"}}""").ShouldBeJson("""{"id": {"S": "a"}}""");
    }

    [Fact]
    public void A_member_of_the_wrong_JSON_type_is_a_SerializationException()
    {
        using var tables = TableFixture.WithThings();
        tables.Refused("GetItem", """{"TableName": 1}""").Code.ShouldBe("com.amazon.coral.service#SerializationException");
        tables.Refused("GetItem", """{"TableName": "Things", "Key": []}""").Code.ShouldBe("com.amazon.coral.service#SerializationException");
    }

    [Fact]
    public void Keys_and_items_have_DynamoDBs_size_limits()
    {
        using var tables = new TableFixture(TableBuilder.Table("Rows", "p:S", "s:S"));
        Put(2048, 1024, 0).ShouldBeNull();
        Put(2049, 1, 0).ShouldBe("One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes");
        Put(1, 1025, 0).ShouldBe("One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes");

        // Four bytes of names, one of each key, and the rest: 400 KB to the byte.
        Put(1, 1, 409_600 - 5).ShouldBeNull();
        Put(1, 1, 409_600 - 4).ShouldBe("Item size has exceeded the maximum allowed size");

        string? Put(int partition, int sort, int rest)
        {
            var item = new JsonObject { ["p"] = Text(partition), ["s"] = Text(sort), ["r"] = Text(rest) };
            try
            {
                tables.Send("PutItem", new JsonObject { ["TableName"] = "Rows", ["Item"] = item });
                return null;
            }
            catch (Local.Endpoint.AwsException error)
            {
                return error.Message;
            }
        }

        static JsonObject Text(int length) => new() { ["S"] = new string('x', length) };
    }

    [Fact]
    public void An_update_may_not_grow_an_item_beyond_400_KB()
    {
        using var tables = TableFixture.WithThings("""{"id": {"S": "a"}}""");
        var request = new JsonObject
        {
            ["TableName"] = "Things",
            ["Key"] = JsonNode.Parse("""{"id": {"S": "a"}}"""),
            ["UpdateExpression"] = "SET x = :x, y = :x",
            ["ExpressionAttributeValues"] = new JsonObject { [":x"] = new JsonObject { ["S"] = new string('x', 204_800) } },
        };
        tables.Refused("UpdateItem", request.ToJsonString()).Message.ShouldBe("Item size to update has exceeded the maximum allowed size");
    }
}
