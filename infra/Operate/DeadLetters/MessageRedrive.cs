using Amazon.SQS;
using Amazon.SQS.Model;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>A message that was sent again, or would be.</summary>
/// <param name="MessageId">Its id in the dead-letter queue.</param>
/// <param name="To">Short name of the queue; null when it stays.</param>
/// <param name="Obstacle">Why it stays, and what to do; null when it goes.</param>
/// <param name="Event">What it carries.</param>
internal sealed record RedrivenMessage(string MessageId, string? To, string? Obstacle, FailedEvent? Event);

/// <summary>
/// Sends messages again one by one: those that a filter chooses, and those that EventBridge put into a dead-letter queue,
/// which SQS itself can't move. Each is sent, then deleted: an interruption between the two delivers it twice, and never
/// loses it.
/// </summary>
internal sealed class MessageRedrive(IAmazonSQS sqs, DeployedSystem system, DeadLetterQueue letters, TimeProvider time)
{
    /// <param name="filter">Which.</param>
    /// <param name="rate">Messages a second; null for as fast as it goes.</param>
    /// <param name="dryRun">Looks only.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellationToken">Stops between messages, and gives back what was only looked at.</param>
    public async Task<IReadOnlyList<RedrivenMessage>> RunAsync(
        MessageFilter filter, int? rate, bool dryRun, Action<Advance> report, CancellationToken cancellationToken)
    {
        var done = new List<RedrivenMessage>();
        var looked = 0;
        await using var scan = new QueueScan(sqs, letters.Queue.Url, time);
        await foreach (var batch in scan.ReadAsync(cancellationToken))
        {
            looked += batch.Count;
            foreach (var group in batch.Where(filter.Matches).Chunk(rate is { } perSecond ? Math.Clamp(perSecond, 1, 10) : 10))
            {
                var started = time.GetTimestamp();
                done.AddRange(await Task.WhenAll(group.Select(message => RedriveAsync(scan, message, dryRun, cancellationToken))));
                report(new(looked, Math.Max(looked, letters.Queue.Messages), "messages looked at"));
                await PaceAsync(group.Length, dryRun ? null : rate, started, cancellationToken);
            }

            if (filter.MessageId is not null && done.Count > 0)
            {
                break;
            }
        }

        return done;
    }

    private async Task<RedrivenMessage> RedriveAsync(QueueScan scan, Message message, bool dryRun, CancellationToken cancellationToken)
    {
        var target = RedriveTarget.Of(message, letters, system);
        if (target.Queue is { } queue && !dryRun)
        {
            await sqs.SendMessageAsync(Copy(message, queue), cancellationToken);

            // Not stopped any more: it is in the other queue.
            await scan.DeleteAsync(message, CancellationToken.None);
        }

        return new(message.MessageId, target.Queue?.ShortName, target.Obstacle, FailedEvent.Of(message.Body));
    }

    /// <summary>The message as it was first sent: with its attributes, without what EventBridge added when it gave it up.</summary>
    private static SendMessageRequest Copy(Message message, EnvironmentQueue queue)
    {
        var request = new SendMessageRequest
        {
            QueueUrl = queue.Url,
            MessageBody = message.Body,
            MessageAttributes = message.MessageAttributes?
                .Where(attribute => !RuleAttributes.All.Contains(attribute.Key))
                .ToDictionary(StringComparer.Ordinal),
            MessageGroupId = System(MessageSystemAttributeName.MessageGroupId),
            MessageDeduplicationId = System(MessageSystemAttributeName.MessageDeduplicationId),
        };
        if (System(MessageSystemAttributeName.AWSTraceHeader) is { } trace)
        {
            request.MessageSystemAttributes = new() { [MessageSystemAttributeName.AWSTraceHeader] = new() { DataType = "String", StringValue = trace } };
        }

        return request;

        string? System(MessageSystemAttributeName name) => message.Attributes?.GetValueOrDefault(name.Value);
    }

    private async Task PaceAsync(int messages, int? rate, long started, CancellationToken cancellationToken)
    {
        if (rate is { } perSecond && TimeSpan.FromSeconds((double)messages / perSecond) - time.GetElapsedTime(started) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }
    }
}
