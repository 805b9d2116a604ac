using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using SensorWatch.Contracts;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Consumes <see cref="ReadingsRecorded"/> and stores the readings. A message that can't be understood is reported
/// alone and goes its way to the dead-letter queue; its neighbours in the batch are stored.
/// </summary>
public sealed class StoreReadings(ReadingStore store, Metrics metrics, TimeProvider time)
    : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    public static IReadOnlyList<Need> Needs => [ReadingStore.ToWrite];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.ReadingsStored];

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var failures = new BatchFailures(input, context.Logger);

        // Several messages may carry the same readings; DynamoDB takes a key only once in a call.
        var chunks = new Dictionary<(string SensorId, string Key), (ReadingChunk Chunk, HashSet<string> MessageIds)>();
        foreach (var message in input.Records)
        {
            try
            {
                var @event = ConsumedEvent.Read<ReadingsRecorded>(message.Body);
                context.Logger.LogTaken(ReadingsRecorded.Contract.DetailType, @event.Metadata);
                CheckReadings(@event, Present.Of(message, time));
                foreach (var chunk in ReadingChunk.From(@event.Data, @event.Metadata.Time))
                {
                    Add(chunks, chunk, message.MessageId);
                }
            }
            catch (UnusableEventException exception)
            {
                failures.Add(message.MessageId, exception.Message);
            }
        }

        await StoreAsync(chunks, failures, cancellationToken);
        return failures.ToResponse();
    }

    private static void Add(
        Dictionary<(string SensorId, string Key), (ReadingChunk Chunk, HashSet<string> MessageIds)> chunks,
        ReadingChunk chunk,
        string messageId)
    {
        var key = (chunk.SensorId, chunk.Key);
        if (!chunks.TryGetValue(key, out var known))
        {
            chunks[key] = (chunk, [messageId]);
            return;
        }

        known.MessageIds.Add(messageId);
        if (chunk.RecordedAt > known.Chunk.RecordedAt)
        {
            chunks[key] = (chunk, known.MessageIds);
        }
    }

    private static long CountReadings(IEnumerable<ReadingChunk> chunks) => chunks.Sum(chunk => (long)chunk.Readings.Count);

    private static void CheckReadings(Envelope<ReadingsRecorded> @event, DateTimeOffset now)
    {
        if (ReadingRules.Check(@event.Data, now) is { } error)
        {
            throw new UnusableEventException($"Event {@event.Metadata.EventId} holds readings that can't be stored: {error}");
        }
    }

    private async Task StoreAsync(
        Dictionary<(string SensorId, string Key), (ReadingChunk Chunk, HashSet<string> MessageIds)> chunks,
        BatchFailures failures,
        CancellationToken cancellationToken)
    {
        try
        {
            var unprocessed = await store.WriteAsync(chunks.Values.Select(c => c.Chunk), cancellationToken);
            metrics.Add(BusinessMetric.ReadingsStored, CountReadings(chunks.Values.Select(c => c.Chunk)) - CountReadings(unprocessed));
            foreach (var chunk in unprocessed)
            {
                failures.AddAll(chunks[(chunk.SensorId, chunk.Key)].MessageIds, "DynamoDB left readings unprocessed");
            }
        }
        catch (Exception exception) when (exception is AmazonServiceException or OperationCanceledException)
        {
            // Which chunks are stored is unknown; storing them again changes nothing.
            failures.AddAll(chunks.Values.SelectMany(c => c.MessageIds), exception.Message);
        }
    }
}
