using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Collects the messages of a batch that failed. Reported ones come back after their visibility time-out; the others
/// are deleted: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
/// </summary>
/// <param name="batch">The batch: a message that failed is logged with its event's correlation id, if it has one.</param>
/// <param name="logger">The log.</param>
internal sealed class BatchFailures(SQSEvent batch, ILambdaLogger logger)
{
    private readonly HashSet<string> _messageIds = [];

    public void Add(string messageId, string reason) => AddAll([messageId], reason);

    public void AddAll(IEnumerable<string> messageIds, string reason)
    {
        foreach (var messageId in messageIds)
        {
            if (_messageIds.Add(messageId))
            {
                Log(messageId, reason);
            }
        }
    }

    public SQSBatchResponse ToResponse() =>
        new([.. _messageIds.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })]);

    private void Log(string messageId, string reason)
    {
        var message = batch.Records.First(record => record.MessageId == messageId);
        if (ConsumedEvent.FindCorrelationId(message.Body) is { } correlationId)
        {
            logger.LogError("Message {messageId} of {correlationId} failed: {reason}", messageId, correlationId, reason);
        }
        else
        {
            logger.LogError("Message {messageId} failed: {reason}", messageId, reason);
        }
    }
}
