using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Pricing;

/// <summary>
/// What messages in queues cost. SQS bills every request, 64 KB of payload each: a send by EventBridge for each message, and
/// what Lambda's pollers do, receives of up to ten messages and deletes of as many. https://aws.amazon.com/sqs/pricing/
/// </summary>
internal static class QueueCharges
{
    public const double PollSeconds = 20;
    public const double Pollers = 5;

    private const double MessagesOfRequest = 10;

    /// <summary>Bytes of an invocation's event: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html</summary>
    private const double InvocationBytes = 6 * 1024 * 1024;

    /// <summary>
    /// How many things an invocation has: Lambda gathers for the window from the first thing on, and things come evenly over
    /// the month. https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
    /// </summary>
    public static double BatchOf(EventSourceMappingResource mapping, double perMonth, double bytes) => Math.Max(1, Math.Min(
        Math.Min(mapping.BatchSize, InvocationBytes / Math.Max(1, bytes)),
        1 + (perMonth / Month.Seconds * mapping.MaximumBatchingWindowSeconds)));

    /// <summary>Requests for a number of messages that are taken in batches of this size.</summary>
    public static double Requests(double messages, double bytes, double batch)
    {
        var together = Math.Min(MessagesOfRequest, batch);
        var sends = Sizes.Steps(bytes, Sizes.Chunk);
        var receives = Sizes.Steps(together * bytes, Sizes.Chunk) / together;
        var deletes = 1 / together;
        return messages * (sends + receives + deletes);
    }

    public static void Add(Ledger ledger, Deployment deployment, Delivery delivery, double batch)
    {
        if (delivery.Mapping is { } mapping && QueueOf(deployment, mapping) is { } queue)
        {
            ledger.Add(delivery.Basis, delivery.Component, ItemOf(queue), Requests(delivery.Count, delivery.Bytes, batch));
        }
    }

    /// <summary>
    /// Lambda polls an empty queue too: five long polls at once, of twenty seconds each, which SQS bills. That makes the 15
    /// empty receives a minute that https://github.com/getlift/lift/issues/132 has measured. Messages hardly change it.
    /// </summary>
    public static void AddPolling(Ledger ledger, Deployment deployment)
    {
        foreach (var mapping in deployment.EventSourceMappings.Where(mapping => mapping.Enabled))
        {
            if (QueueOf(deployment, mapping) is { } queue)
            {
                ledger.Add(ChargeBasis.Month, deployment.FunctionOf(mapping).Handler, ItemOf(queue), Pollers * Month.Seconds / PollSeconds);
            }
        }
    }

    private static QueueResource? QueueOf(Deployment deployment, EventSourceMappingResource mapping) =>
        deployment.Queues.FirstOrDefault(queue => queue.Arn == mapping.EventSourceArn);

    private static PriceItem ItemOf(QueueResource queue) => queue.Fifo ? PriceItem.SqsFifoRequests : PriceItem.SqsRequests;
}
