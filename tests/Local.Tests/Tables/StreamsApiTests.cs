using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Tables;

public sealed class StreamsApiTests : IDisposable
{
    private static readonly TableResource Things = TableBuilder.Table("Things", "id:S").WithStream();

    private readonly TableFixture _tables = new(Things, TableBuilder.Table("Others", "id:S").WithStream("KEYS_ONLY"), TableBuilder.Table("Silent", "id:S"));

    [Fact]
    public void Streams_are_listed_by_page_and_by_table()
    {
        var first = Send("ListStreams", new() { ["Limit"] = 1 });
        first["Streams"]![0]!["TableName"]!.GetValue<string>().ShouldBe("Others");
        var second = Send("ListStreams", new() { ["ExclusiveStartStreamArn"] = first["LastEvaluatedStreamArn"]!.GetValue<string>() });
        second["Streams"]!.AsArray().ShouldHaveSingleItem()!.ShouldBeJson(
            $$"""{"StreamArn": "{{Things.StreamArn}}", "StreamLabel": "2026-11-23T00:00:00.000", "TableName": "Things"}""");
        second.ContainsKey("LastEvaluatedStreamArn").ShouldBeFalse();
        Send("ListStreams", new() { ["TableName"] = "Silent" })["Streams"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void A_stream_is_described_with_its_shard()
    {
        var stream = Send("DescribeStream", new() { ["StreamArn"] = Things.StreamArn })["StreamDescription"]!;

        stream["StreamStatus"]!.GetValue<string>().ShouldBe("ENABLED");
        stream["StreamViewType"]!.GetValue<string>().ShouldBe("NEW_AND_OLD_IMAGES");
        stream["KeySchema"]![0]!.ShouldBeJson("""{"AttributeName": "id", "KeyType": "HASH"}""");
        stream["Shards"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void Records_are_read_page_by_page_to_the_end_and_on()
    {
        _tables.Put("Things", """{"id": {"S": "a"}}""", """{"id": {"S": "b"}}""", """{"id": {"S": "c"}}""");

        var first = Send("GetRecords", new() { ["ShardIterator"] = Iterator("TRIM_HORIZON"), ["Limit"] = 2 });
        var second = Send("GetRecords", new() { ["ShardIterator"] = Next(first) });
        _tables.Put("Things", """{"id": {"S": "d"}}""");
        var third = Send("GetRecords", new() { ["ShardIterator"] = Next(second) });

        Ids(first).ShouldBe(["a", "b"]);
        Ids(second).ShouldBe(["c"]);
        Ids(third).ShouldBe(["d"]);
        var record = first["Records"]![0]!;
        (record["eventSource"]!.GetValue<string>(), record["eventVersion"]!.GetValue<string>(), record["awsRegion"]!.GetValue<string>())
            .ShouldBe(("aws:dynamodb", "1.1", "eu-north-1"));
    }

    [Fact]
    public void An_iterator_starts_where_it_was_asked_to()
    {
        _tables.Put("Things", """{"id": {"S": "a"}}""", """{"id": {"S": "b"}}""", """{"id": {"S": "c"}}""");
        var second = _tables.Service.ReadStream("Things", 0, 3)[1].SequenceNumberText;

        Ids(Read(Iterator("AT_SEQUENCE_NUMBER", second))).ShouldBe(["b", "c"]);
        Ids(Read(Iterator("AFTER_SEQUENCE_NUMBER", second))).ShouldBe(["c"]);
        Ids(Read(Iterator("LATEST"))).ShouldBeEmpty();
    }

    [Fact]
    public void An_iterator_is_good_for_15_minutes()
    {
        var iterator = Iterator("LATEST");
        _tables.Time.Advance(TimeSpan.FromMinutes(15));
        Ids(Read(iterator)).ShouldBeEmpty();
        _tables.Time.Advance(TimeSpan.FromMilliseconds(1));
        Should.Throw<AwsException>(() => Read(iterator)).Code.ShouldEndWith("#ExpiredIteratorException");
    }

    [Fact]
    public void A_record_that_is_no_longer_kept_is_trimmed_data()
    {
        _tables.Put("Things", """{"id": {"S": "a"}}""");
        var number = _tables.Service.ReadStream("Things", 0, 1)[0].SequenceNumberText;
        _tables.Time.Advance(TimeSpan.FromHours(25));

        Should.Throw<AwsException>(() => Iterator("AT_SEQUENCE_NUMBER", number)).Code.ShouldEndWith("#TrimmedDataAccessException");
    }

    [Theory]
    [InlineData("DescribeStream", """{"StreamArn": "arn:aws:dynamodb:eu-north-1:123456789012:table/Silent/stream/x"}""", "ResourceNotFoundException")]
    [InlineData("DescribeStream", "{}", "ValidationException")]
    [InlineData("GetRecords", """{"ShardIterator": "nonsense"}""", "ValidationException")]
    [InlineData("GetRecords", """{"ShardIterator": "eA==", "Limit": 1001}""", "ValidationException")]
    public void A_wrong_request_gets_the_services_error(string operation, string request, string error) =>
        Should.Throw<AwsException>(() => Send(operation, JsonNode.Parse(request)!.AsObject())).Code.ShouldEndWith($"#{error}");

    public void Dispose() => _tables.Dispose();

    private static IEnumerable<string> Ids(JsonObject response) =>
        response["Records"]!.AsArray().Select(record => record!["dynamodb"]!["Keys"]!["id"]!["S"]!.GetValue<string>());

    private static string Next(JsonObject response) => response["NextShardIterator"]!.GetValue<string>();

    private JsonObject Read(string iterator) => Send("GetRecords", new() { ["ShardIterator"] = iterator });

    private string Iterator(string type, string? sequenceNumber = null)
    {
        var stream = Send("DescribeStream", new() { ["StreamArn"] = Things.StreamArn })["StreamDescription"]!;
        return Send("GetShardIterator", new()
        {
            ["StreamArn"] = Things.StreamArn,
            ["ShardId"] = stream["Shards"]![0]!["ShardId"]!.GetValue<string>(),
            ["ShardIteratorType"] = type,
            ["SequenceNumber"] = sequenceNumber,
        })["ShardIterator"]!.GetValue<string>();
    }

    private JsonObject Send(string operation, JsonObject request) =>
        _tables.Service.Streams.HandleAsync(operation, request, CancellationToken.None).AsTask().GetAwaiter().GetResult().ShouldNotBeNull();
}
