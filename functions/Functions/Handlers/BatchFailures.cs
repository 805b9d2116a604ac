using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Collects the messages of a batch that failed. Reported ones come back after their visibility time-out; the others
/// are deleted: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
/// </summary>
internal sealed class BatchFailures(ILambdaLogger logger)
{
    private readonly HashSet<string> _messageIds = [];

    public void Add(string messageId, string reason) => AddAll([messageId], reason);

    public void AddAll(IEnumerable<string> messageIds, string reason)
    {
        foreach (var messageId in messageIds)
        {
            if (_messageIds.Add(messageId))
            {
                logger.LogError("Message {messageId} failed: {reason}", messageId, reason);
            }
        }
    }

    public SQSBatchResponse ToResponse() =>
        new([.. _messageIds.Select(id => new SQSBatchResponse.BatchItemFailure { ItemIdentifier = id })]);
}
