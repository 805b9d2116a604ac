using Amazon.Lambda.Core;
using SensorWatch.Contracts;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Turns the streams of the sensors and the alerts table into events: the outbox. A change that is stored becomes its
/// event, since the stream keeps it until it is published or its retries end; an event's id is made of its record, so a
/// record that is read twice is one event to whoever looks at ids.
/// </summary>
/// <remarks>
/// When a record fails, those before it are published, and it is reported: the mapping goes on from it. When it is the
/// first of its batch, the invocation fails instead, and <c>BisectBatchOnFunctionError</c> splits the batch until the
/// record is alone: what is given up when its retries end is the whole batch that it is in, and a record that can't be
/// understood must not take others along. The mapping needs that, <c>ReportBatchItemFailures</c>, a finite
/// <c>MaximumRetryAttempts</c> (splits don't count) and a failure destination:
/// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
/// </remarks>
public sealed class PublishChanges(EventPublisher publisher) : ILambdaHandler<StreamEvent, StreamBatchResponse>, IHandlerSettings
{
    public static IReadOnlyList<Need> Needs =>
    [
        EventPublisher.ToPublish<SensorRegistered>(), EventPublisher.ToPublish<LimitsChanged>(),
        EventPublisher.ToPublish<AlertOpened>(), EventPublisher.ToPublish<AlertAcknowledged>(), EventPublisher.ToPublish<AlertResolved>(),
    ];

    /// <exception cref="UnusableEventException">The first record of the batch can't be understood.</exception>
    /// <exception cref="PublishException">The first record's events are not all on the bus.</exception>
    public async Task<StreamBatchResponse> HandleAsync(StreamEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var (events, notUnderstood) = Read(input);
        if ((await PublishAsync(events, context.Logger, cancellationToken) ?? notUnderstood) is not { } failure)
        {
            return new([]);
        }

        context.Logger.LogError("Record {sequenceNumber} failed: {reason}", failure.SequenceNumber, failure.Reason.Message);
        return failure.SequenceNumber == input.Records[0].Dynamodb.SequenceNumber
            ? throw failure.Reason
            : new([new(failure.SequenceNumber)]);
    }

    /// <summary>The events of the records, up to the first that can't be understood.</summary>
    private static (List<(OutgoingEvent Event, string SequenceNumber)> Events, Failure? NotUnderstood) Read(StreamEvent input)
    {
        var events = new List<(OutgoingEvent Event, string SequenceNumber)>();
        foreach (var record in input.Records)
        {
            var sequenceNumber = record.Dynamodb.SequenceNumber;
            try
            {
                events.AddRange(ChangeEvents.Of(record).Select(e => (e, sequenceNumber)));
            }
            catch (InvalidDataException exception)
            {
                var message = $"The {record.EventName} record {record.EventId} can't be understood: {exception.Message}";
                return (events, new(sequenceNumber, new UnusableEventException(message, exception)));
            }
        }

        return (events, null);
    }

    /// <returns>The first record whose events are not all on the bus; null when all are.</returns>
    private async Task<Failure?> PublishAsync(
        List<(OutgoingEvent Event, string SequenceNumber)> events,
        ILambdaLogger logger,
        CancellationToken cancellationToken)
    {
        try
        {
            await publisher.PublishAsync(events.ConvertAll(e => e.Event), cancellationToken);
        }
        catch (PublishException exception)
        {
            return new(events[exception.FirstFailed].SequenceNumber, exception);
        }

        events.ForEach(e => logger.LogPublished(e.Event));
        return null;
    }

    private sealed record Failure(string SequenceNumber, Exception Reason);
}
