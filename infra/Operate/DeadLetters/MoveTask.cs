using Amazon.SQS;
using Amazon.SQS.Model;
using SensorWatch.Operate.Environments;
using SensorWatch.Operate.Output;

namespace SensorWatch.Operate.DeadLetters;

/// <summary>
/// SQS's own redrive of a whole dead-letter queue, each message to the queue that it came from:
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
/// </summary>
internal sealed class MoveTask(IAmazonSQS sqs, DeadLetterQueue letters, TimeProvider time)
{
    /// <summary>SQS's most.</summary>
    public const int MaximumRate = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Starts the task and waits for its end; cancels it when stopped.</summary>
    /// <param name="rate">Messages a second; null for SQS's own choice.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the task: what it hasn't moved stays.</param>
    /// <returns>How many messages it moved.</returns>
    /// <exception cref="OperatorException">SQS gave the task up.</exception>
    public async Task<long> RunAsync(int? rate, Action<Advance> report, CancellationToken cancellationToken)
    {
        var request = new StartMessageMoveTaskRequest { SourceArn = letters.Queue.Arn, MaxNumberOfMessagesPerSecond = rate };
        var handle = (await sqs.StartMessageMoveTaskAsync(request, cancellationToken)).TaskHandle;
        try
        {
            return await WaitAsync(report, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(handle);
            throw;
        }
    }

    private async Task<long> WaitAsync(Action<Advance> report, CancellationToken cancellationToken)
    {
        while (true)
        {
            var tasks = await sqs.ListMessageMoveTasksAsync(new ListMessageMoveTasksRequest { SourceArn = letters.Queue.Arn, MaxResults = 1 }, cancellationToken);
            if (tasks.Results is [var task, ..])
            {
                var moved = task.ApproximateNumberOfMessagesMoved ?? 0;
                report(new(moved, task.ApproximateNumberOfMessagesToMove ?? 0, "messages moved"));
                switch (task.Status)
                {
                    case "COMPLETED":
                        return moved;
                    case "FAILED" or "CANCELLED":
                        throw new OperatorException(
                            $"Moved {moved} messages of {letters.Queue.ShortName}; then the task was {task.Status}: {task.FailureReason ?? "somebody stopped it"}. "
                            + $"Messages that SQS can't move can be sent one by one: dlq redrive {letters.Queue.ShortName} --filter TEXT");
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task CancelAsync(string handle)
    {
        try
        {
            await sqs.CancelMessageMoveTaskAsync(new CancelMessageMoveTaskRequest { TaskHandle = handle }, CancellationToken.None);
        }
        catch (ResourceNotFoundException)
        {
            // It ended in this moment.
        }
    }
}
