namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class DescribeTests
{
    [Fact]
    public void A_table_is_described_with_its_keys_indexes_stream_and_contents()
    {
        using var tables = new TableFixture(TableBuilder.Table("Alerts", "id:S").WithGlobalIndex("ByState", "state:S", "at:N", "INCLUDE", "note").WithStream());
        tables.Put("Alerts", """{"id": {"S": "a"}}""", """{"id": {"S": "b"}, "state": {"S": "open"}, "at": {"N": "1"}}""");
        var table = tables.Send("DescribeTable", """{"TableName": "Alerts"}""")["Table"]!.AsObject();
        table.Remove("TableId").ShouldBeTrue();
        table.ShouldBeJson(
            """
            {
                "TableName": "Alerts", "TableArn": "arn:aws:dynamodb:eu-north-1:123456789012:table/Alerts", "TableStatus": "ACTIVE",
                "CreationDateTime": 1795435200, "DeletionProtectionEnabled": false,
                "AttributeDefinitions": [
                    {"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "state", "AttributeType": "S"},
                    {"AttributeName": "at", "AttributeType": "N"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "ItemCount": 2, "TableSizeBytes": 19,
                "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
                "ProvisionedThroughput": {"NumberOfDecreasesToday": 0, "ReadCapacityUnits": 0, "WriteCapacityUnits": 0},
                "GlobalSecondaryIndexes": [{
                    "IndexName": "ByState", "IndexArn": "arn:aws:dynamodb:eu-north-1:123456789012:table/Alerts/index/ByState",
                    "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
                    "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["note"]},
                    "ItemCount": 1, "IndexSizeBytes": 16, "IndexStatus": "ACTIVE"}],
                "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
                "LatestStreamArn": "arn:aws:dynamodb:eu-north-1:123456789012:table/Alerts/stream/2026-11-23T00:00:00.000",
                "LatestStreamLabel": "2026-11-23T00:00:00.000"
            }
            """);
    }

    [Fact]
    public void A_table_that_is_not_there_is_named()
    {
        using var tables = TableFixture.WithThings();
        tables.Refused("DescribeTable", """{"TableName": "Nope"}""").Message.ShouldBe("Requested resource not found: Table: Nope not found");
    }

    [Fact]
    public void Tables_are_listed_by_name_page_by_page()
    {
        using var tables = new TableFixture(TableBuilder.Table("Bees", "id:S"), TableBuilder.Table("Cats", "id:S"), TableBuilder.Table("Ants", "id:S"));
        tables.Send("ListTables", "{}").ShouldBeJson("""{"TableNames": ["Ants", "Bees", "Cats"]}""");
        tables.Send("ListTables", """{"Limit": 2}""").ShouldBeJson("""{"TableNames": ["Ants", "Bees"], "LastEvaluatedTableName": "Bees"}""");
        tables.Send("ListTables", """{"Limit": 2, "ExclusiveStartTableName": "Bees"}""").ShouldBeJson("""{"TableNames": ["Cats"]}""");
    }

    [Fact]
    public void Time_to_live_is_described()
    {
        using var tables = new TableFixture(TableBuilder.Table("With", "id:S").WithTimeToLive("expires"), TableBuilder.Table("Without", "id:S"));
        tables.Send("DescribeTimeToLive", """{"TableName": "With"}""")
            .ShouldBeJson("""{"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}}""");
        tables.Send("DescribeTimeToLive", """{"TableName": "Without"}""")
            .ShouldBeJson("""{"TimeToLiveDescription": {"TimeToLiveStatus": "DISABLED"}}""");
    }

    [Fact]
    public async Task An_operation_that_the_service_does_not_have_gets_no_answer_from_it()
    {
        using var tables = TableFixture.WithThings();
        (await tables.Service.HandleAsync("CreateTable", [], CancellationToken.None)).ShouldBeNull();
    }
}
