using System.Runtime.CompilerServices;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Storage;

/// <summary>The readings table: writes chunks, reads readings back in the order of time.</summary>
public sealed class ReadingStore(IAmazonDynamoDB dynamoDb, string tableName, TimeProvider time)
{
    /// <summary>Environment variable with the table's name.</summary>
    public const string TableNameVariable = "READINGS_TABLE_NAME";

    public static Need ToWrite { get; } = Need.To(TableNameVariable, "dynamodb:BatchWriteItem");

    public static Need ToRead { get; } = Need.To(TableNameVariable, "dynamodb:Query");

    /// <summary>Items of one call: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html</summary>
    private const int MaximumBatch = 25;

    /// <summary>How often items that DynamoDB left unprocessed are sent again.</summary>
    private const int MaximumAttempts = 6;

    /// <summary>Chunks read at a time: enough for a page in one call, not a month when a page needs a day.</summary>
    private const int ChunksPerRead = 100;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>Writes chunks; a chunk that is there already stays as it is.</summary>
    /// <param name="chunks">Chunks with different keys.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>The chunks that could not be written now, in no order; empty when all are stored.</returns>
    public async Task<IReadOnlyList<ReadingChunk>> WriteAsync(IEnumerable<ReadingChunk> chunks, CancellationToken cancellationToken)
    {
        var failed = new List<ReadingChunk>();
        foreach (var batch in chunks.Chunk(MaximumBatch))
        {
            failed.AddRange(await WriteBatchAsync(batch, cancellationToken));
        }

        return failed;
    }

    /// <summary>Reads one page of a sensor's readings.</summary>
    /// <param name="sensorId">The sensor.</param>
    /// <param name="from">Times from here on.</param>
    /// <param name="to">Times before this.</param>
    /// <param name="limit">Readings of the page, at most.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>The readings, and the time that the next page begins with; null when this is the last.</returns>
    public async Task<(IReadOnlyList<StoredReading> Readings, DateTimeOffset? Next)> ReadPageAsync(
        string sensorId,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        CancellationToken cancellationToken)
    {
        var page = new PageBuilder(from, to, limit);
        await foreach (var chunk in ReadChunksAsync(sensorId, from, to, cancellationToken))
        {
            if (page.IsCompleteBefore(chunk.Readings[0].Time))
            {
                break;
            }

            page.Add(chunk);
        }

        return page.Build();
    }

    private async Task<IEnumerable<ReadingChunk>> WriteBatchAsync(ReadingChunk[] batch, CancellationToken cancellationToken)
    {
        var byKey = batch.ToDictionary(chunk => (chunk.SensorId, chunk.Key));
        var writes = batch.Select(chunk => new WriteRequest(new PutRequest(ReadingItem.Write(chunk)))).ToList();
        for (var attempt = 1; ; attempt++)
        {
            var response = await dynamoDb.BatchWriteItemAsync(
                new BatchWriteItemRequest { RequestItems = new() { [tableName] = writes } },
                cancellationToken);
            if (response.UnprocessedItems?.GetValueOrDefault(tableName) is not { Count: > 0 } unprocessed)
            {
                return [];
            }

            writes = unprocessed;
            if (attempt == MaximumAttempts)
            {
                return writes.Select(w => byKey[(w.PutRequest.Item[ReadingItem.SensorId].S, w.PutRequest.Item[ReadingItem.Chunk].S)]);
            }

            await Task.Delay(FirstDelay * (1 << (attempt - 1)), time, cancellationToken);
        }
    }

    private async IAsyncEnumerable<ReadingChunk> ReadChunksAsync(
        string sensorId,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new QueryRequest
        {
            TableName = tableName,
            KeyConditionExpression = "#sensor = :sensor AND #chunk BETWEEN :first AND :last",
            ExpressionAttributeNames = new() { ["#sensor"] = ReadingItem.SensorId, ["#chunk"] = ReadingItem.Chunk },
            ExpressionAttributeValues = new()
            {
                [":sensor"] = new() { S = sensorId },
                [":first"] = new() { S = ReadingChunk.FirstKeyFor(from) },

                // '#' follows the time in every key, so a chunk that begins at 'to' sorts after this and is not read.
                [":last"] = new() { S = ReadingChunk.KeyOf(to) },
            },
            Limit = ChunksPerRead,
        };
        do
        {
            var response = await dynamoDb.QueryAsync(request, cancellationToken);
            foreach (var item in response.Items ?? [])
            {
                yield return ReadingItem.Read(item);
            }

            request.ExclusiveStartKey = response.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
    }
}
