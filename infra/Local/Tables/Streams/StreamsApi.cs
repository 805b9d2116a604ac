using System.Globalization;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Operations;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Streams;

/// <summary>
/// The tables' streams for readers of their own, an operator who looks up what a failure report names among them.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB_Streams.html
/// </summary>
internal sealed class StreamsApi(TableStore store, TimeProvider time) : IAwsService
{
    private const int MaximumStreams = 100;
    private const int MaximumRecords = 1_000;
    private const int MaximumBytes = 1_048_576;

    public string TargetPrefix => "DynamoDBStreams_20120810";

    public IReadOnlyCollection<string> Operations { get; } =
        [nameof(DescribeStream), nameof(GetRecords), nameof(GetShardIterator), nameof(ListStreams)];

    /// <inheritdoc/>
    public ValueTask<JsonObject?> HandleAsync(string operation, JsonObject request, CancellationToken cancellationToken) => new(operation switch
    {
        nameof(DescribeStream) => DescribeStream(request),
        nameof(GetRecords) => GetRecords(request),
        nameof(GetShardIterator) => GetShardIterator(request),
        nameof(ListStreams) => ListStreams(request),
        _ => null,
    });

    private JsonObject ListStreams(JsonObject request)
    {
        var limit = request.Integer("Limit", minimum: 1, MaximumStreams) ?? MaximumStreams;
        var tableName = request.String("TableName");
        var after = request.String("ExclusiveStartStreamArn");
        var tables = store.Tables
            .Where(table => table.Resource is { StreamViewType: not null, StreamArn: { } arn }
                && (tableName is null || table.Name == tableName || table.Resource.Arn == tableName)
                && (after is null || string.CompareOrdinal(arn, after) > 0))
            .OrderBy(table => table.Resource.StreamArn, StringComparer.Ordinal)
            .ToArray();
        var response = new JsonObject { ["Streams"] = new JsonArray([.. tables.Take(limit).Select(Name)]) };
        if (tables.Length > limit)
        {
            response["LastEvaluatedStreamArn"] = tables[limit - 1].Resource.StreamArn;
        }

        return response;
    }

    private JsonObject DescribeStream(JsonObject request)
    {
        request.Integer("Limit", minimum: 1, MaximumStreams);
        var table = Find(request.String("StreamArn").Required("StreamArn"));
        var shardId = StreamShard.IdOf(table.Resource.StreamArn!);
        var oldest = Read(table, after: 0, limit: 1) is [var first] ? first.SequenceNumber : 0;
        var shard = new JsonObject
        {
            ["ShardId"] = shardId,
            ["SequenceNumberRange"] = new JsonObject { ["StartingSequenceNumber"] = StreamRecord.FormatSequenceNumber(oldest) },
        };
        var description = Name(table);
        description["StreamStatus"] = "ENABLED";
        description["StreamViewType"] = table.Resource.StreamViewType;
        description["CreationRequestDateTime"] = table.Created.ToUnixTimeMilliseconds() / 1000.0;
        description["KeySchema"] = DescribeTable.KeySchema(table.Key);
        description["Shards"] = request.String("ExclusiveStartShardId") == shardId ? [] : new JsonArray(shard);
        return new() { ["StreamDescription"] = description };
    }

    private JsonObject GetShardIterator(JsonObject request)
    {
        var table = Find(request.String("StreamArn").Required("StreamArn"));
        var shardId = request.String("ShardId").Required("ShardId");
        if (shardId != StreamShard.IdOf(table.Resource.StreamArn!))
        {
            throw TableErrors.ResourceNotFound($"Requested resource not found: Shard does not exist: {shardId}");
        }

        var after = request.String("ShardIteratorType").Required("ShardIteratorType") switch
        {
            "TRIM_HORIZON" => 0,
            "LATEST" => store.Run(session => StreamLog.LatestSequenceNumber(session, table)),
            "AT_SEQUENCE_NUMBER" => Known(table, request) - 1,
            "AFTER_SEQUENCE_NUMBER" => Known(table, request),
            var other => throw TableErrors.Constraint(
                $"'{other}'",
                "shardIteratorType",
                "Member must satisfy enum value set: [TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER]"),
        };
        return new() { ["ShardIterator"] = new ShardIterator(table.Resource.StreamArn!, Math.Max(after, 0), time.GetUtcNow()).ToString() };
    }

    private JsonObject GetRecords(JsonObject request)
    {
        var limit = request.Integer("Limit", minimum: 1, MaximumRecords) ?? MaximumRecords;
        var iterator = ShardIterator.Parse(request.String("ShardIterator").Required("ShardIterator"))
            ?? throw TableErrors.Validation("Invalid ShardIterator");
        if (time.GetUtcNow() - iterator.IssuedAt > ShardIterator.Lifetime)
        {
            throw TableErrors.ExpiredIterator();
        }

        var table = Find(iterator.StreamArn);
        var bytes = 0;
        var records = Read(table, iterator.After, limit)
            .TakeWhile((record, index) => (bytes += record.SizeBytes) <= MaximumBytes || index == 0)
            .ToArray();
        var next = iterator with { After = records.Length > 0 ? records[^1].SequenceNumber : iterator.After, IssuedAt = time.GetUtcNow() };
        return new()
        {
            ["Records"] = new JsonArray([.. records.Select(record => record.ToJson(iterator.StreamArn.Split(':')[3]))]),
            ["NextShardIterator"] = next.ToString(),
        };
    }

    private Table Find(string streamArn) =>
        store.Tables.FirstOrDefault(table => table.Resource.StreamViewType is not null && table.Resource.StreamArn == streamArn)
        ?? throw TableErrors.ResourceNotFound($"Requested resource not found: Stream: {streamArn} not found");

    private IReadOnlyList<StreamRecord> Read(Table table, long after, int limit) =>
        store.Run(session => StreamLog.Read(session, table, after, limit));

    /// <summary>The number that the request names: of a record that the stream has, or of its beginning.</summary>
    private long Known(Table table, JsonObject request)
    {
        var text = request.String("SequenceNumber").Required("SequenceNumber");
        if (text is not ['1', .. var digits] || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw TableErrors.Validation($"Invalid SequenceNumber: {text}");
        }

        return number == 0 || Read(table, number - 1, limit: 1) is [{ SequenceNumber: var found }] && found == number
            ? number
            : throw TableErrors.TrimmedDataAccess();
    }

    private static JsonObject Name(Table table) => new()
    {
        ["StreamArn"] = table.Resource.StreamArn,
        ["StreamLabel"] = table.Resource.StreamArn![(table.Resource.StreamArn!.LastIndexOf('/') + 1)..],
        ["TableName"] = table.Name,
    };
}
