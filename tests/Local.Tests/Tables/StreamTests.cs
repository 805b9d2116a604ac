namespace SensorWatch.Local.Tests.Tables;

public sealed class StreamTests
{
    private const string PutOne = """{"TableName": "Things", "Item": {"id": {"S": "a"}, "n": {"N": "1"}}}""";

    [Fact]
    public void Each_change_is_a_record_with_the_images_before_and_after()
    {
        using var tables = Streamed();
        tables.Send("PutItem", PutOne);
        tables.Send(
            "UpdateItem",
            """{"TableName": "Things", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET n = :2", "ExpressionAttributeValues": {":2": {"N": "2"}}}""");
        tables.Send("DeleteItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}}""");

        var records = tables.Service.ReadStream("Things", 0, 100);
        records.Select(record => record.EventName).ShouldBe(["INSERT", "MODIFY", "REMOVE"]);
        records.Select(record => record.SequenceNumber).ShouldBeInOrder(SortDirection.Ascending);
        records.Select(record => record.SequenceNumberText).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        records.Select(record => record.EventId).ShouldBeUnique();
        var modify = records[1].ToJson();
        modify.Remove("eventID").ShouldBeTrue();
        modify.ShouldBeJson(
            $$$"""
            {
                "eventName": "MODIFY",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1795435200, "Keys": {"id": {"S": "a"}}, "NewImage": {"id": {"S": "a"}, "n": {"N": "2"}},
                    "OldImage": {"id": {"S": "a"}, "n": {"N": "1"}}, "SequenceNumber": "{{{records[1].SequenceNumberText}}}", "SizeBytes": 15,
                    "StreamViewType": "NEW_AND_OLD_IMAGES"
                }
            }
            """);
    }

    [Theory]
    [InlineData("KEYS_ONLY", false, false)]
    [InlineData("NEW_IMAGE", true, false)]
    [InlineData("OLD_IMAGE", false, true)]
    [InlineData("NEW_AND_OLD_IMAGES", true, true)]
    public void The_view_type_says_which_images_a_record_has(string viewType, bool newImage, bool oldImage)
    {
        using var tables = Streamed(viewType);
        tables.Send("PutItem", PutOne);
        tables.Put("Things", """{"id": {"S": "a"}}""");
        var change = tables.Service.ReadStream("Things", 0, 100)[1].ToJson()["dynamodb"]!.AsObject();
        change.ContainsKey("NewImage").ShouldBe(newImage);
        change.ContainsKey("OldImage").ShouldBe(oldImage);
        change["Keys"].ShouldBeJson("""{"id": {"S": "a"}}""");
    }

    [Fact]
    public void A_write_that_changes_nothing_leaves_no_record()
    {
        using var tables = Streamed();
        tables.Send("PutItem", PutOne);
        tables.Send("PutItem", PutOne.Replace("\"1\"", "\"1.0\"", StringComparison.Ordinal));
        tables.Send("DeleteItem", """{"TableName": "Things", "Key": {"id": {"S": "z"}}}""");
        tables.Service.ReadStream("Things", 0, 100).Count.ShouldBe(1);
    }

    [Fact]
    public void A_transaction_that_fails_leaves_no_record()
    {
        using var tables = Streamed();
        tables.Refused(
            "TransactWriteItems",
            """
            {"TransactItems": [
                {"Put": {"TableName": "Things", "Item": {"id": {"S": "a"}}}},
                {"ConditionCheck": {"TableName": "Things", "Key": {"id": {"S": "z"}}, "ConditionExpression": "attribute_exists(id)"}}
            ]}
            """);
        tables.Service.ReadStream("Things", 0, 100).ShouldBeEmpty();
    }

    [Fact]
    public void A_reader_goes_on_after_the_record_that_it_has_seen()
    {
        using var tables = Streamed();
        tables.Put("Things", [.. Enumerable.Range(0, 5).Select(i => $$$"""{"id": {"S": "{{{i}}}"}}""")]);
        var first = tables.Service.ReadStream("Things", 0, 2);
        var rest = tables.Service.ReadStream("Things", first[1].SequenceNumber, 100);
        first.Concat(rest).Select(record => (string)record.ToJson()["dynamodb"]!["Keys"]!["id"]!["S"]!).ShouldBe(["0", "1", "2", "3", "4"]);
        tables.Service.LatestSequenceNumber("Things").ShouldBe(rest[^1].SequenceNumber);
    }

    [Fact]
    public async Task A_reader_is_woken_by_the_next_record()
    {
        using var tables = Streamed();
        var waiting = tables.Service.WaitForStreamAsync("Things", 0, CancellationToken.None);
        waiting.IsCompleted.ShouldBeFalse();
        tables.Send("PutItem", PutOne);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        await tables.Service.WaitForStreamAsync("Things", 0, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Records_are_kept_for_24_hours_and_their_numbers_are_never_used_again()
    {
        using var tables = Streamed();
        tables.Send("PutItem", PutOne);
        var last = tables.Service.LatestSequenceNumber("Things");
        tables.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        tables.Service.ReadStream("Things", 0, 100).Count.ShouldBe(1);
        tables.Time.Advance(TimeSpan.FromSeconds(1));
        tables.Service.ReadStream("Things", 0, 100).ShouldBeEmpty();

        tables.Service.DeleteExpired();
        tables.Send("DeleteItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}}""");
        tables.Service.LatestSequenceNumber("Things").ShouldBeGreaterThan(last);
    }

    [Fact]
    public void A_table_without_stream_has_none_to_read()
    {
        using var tables = TableFixture.WithThings();
        Should.Throw<ArgumentException>(() => tables.Service.ReadStream("Things", 0, 1)).Message.ShouldContain("Things");
    }

    private static TableFixture Streamed(string viewType = "NEW_AND_OLD_IMAGES") =>
        new(TableBuilder.Table("Things", "id:S").WithStream(viewType));
}
