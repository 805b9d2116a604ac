using Amazon.Lambda.Core;
using SensorWatch.Contracts;
using SensorWatch.Functions.Access;
using SensorWatch.Functions.Http;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// <c>POST /readings</c>: checks a batch of one sensor's readings and publishes it as <see cref="ReadingsRecorded"/>
/// events. All or nothing: one wrong field, and nothing is published. 202 means that EventBridge has all of it.
/// A device's token is good for its own sensors; that is checked here, since the authorizer's answer is cached and
/// doesn't know the body.
/// </summary>
public sealed class ReceiveReadings(EventPublisher publisher, Metrics metrics, TimeProvider time)
    : ILambdaHandler<HttpRequest, HttpResponse>, IHandlerSettings
{
    public static IReadOnlyList<Need> Needs => [EventPublisher.ToPublish<ReadingsRecorded>()];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.ReadingsAccepted];

    public async Task<HttpResponse> HandleAsync(HttpRequest input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var now = time.GetUtcNow();
        var request = ReadingsRequest.Parse(input.BodyBytes(), now, out var problem);
        if (request is null)
        {
            return HttpResponse.From(problem!);
        }

        if (CheckCaller(Caller.Of(input), request.SensorId) is { } refusal)
        {
            context.Logger.LogWarning("Refused readings of {sensorId}: {reason}", request.SensorId, refusal.Detail);
            return HttpResponse.From(refusal);
        }

        var events = ToEvents(request, input.CorrelationId(), now);
        try
        {
            await publisher.PublishAsync(events, cancellationToken);
        }
        catch (PublishException exception)
        {
            context.Logger.LogError(exception.Message);
            return HttpResponse.From(new Problem(
                503,
                "The readings could not be published",
                "Some of them may have been accepted. Send the same request again: readings that arrive twice are kept once.")
            {
                RetryAfterSeconds = 5,
            });
        }

        metrics.Add(BusinessMetric.ReadingsAccepted, request.Readings.Count);
        var ids = events.Select(e => e.Metadata.EventId).ToList();
        context.Logger.LogInformation(
            "Accepted {count} readings of {sensorId} as events {eventIds} of {correlationId}",
            request.Readings.Count,
            request.SensorId,
            string.Join(", ", ids),
            input.CorrelationId());
        return HttpResponse.Json(202, new ReadingsReceipt(request.Readings.Count, ids), HttpJson.Default.ReadingsReceipt);
    }

    private static Problem? CheckCaller(Caller? caller, string sensorId) => caller switch
    {
        // The route has no authorizer, or another one: nobody is let in by mistake.
        null => new(403, "Not allowed", "Expected a device's token; the request came without an authorizer's answer."),
        { Kind: TokenKind.Device } when caller.SensorIds.Contains(sensorId) => null,
        { Kind: TokenKind.Device } => new(
            403, "Not this device's sensor", $"The token '{caller.Name}' may post readings of its own sensors; '{sensorId}' is not among them."),
        _ => new(403, "Not allowed", $"Only a device's token may post readings; '{caller.Name}' is an operator's."),
    };

    private static List<Envelope<ReadingsRecorded>> ToEvents(ReadingsRequest request, string correlationId, DateTimeOffset now) =>
    [
        .. request.Readings.Chunk(ReadingsRecorded.MaximumReadings).Select(readings => new Envelope<ReadingsRecorded>(
            EventMetadata.First(Guid.CreateVersion7(now).ToString(), correlationId, ReadingsRecorded.Contract, now),
            new() { SensorId = request.SensorId, Unit = request.Unit, Readings = readings })),
    ];
}

/// <summary>The answer to <c>POST /readings</c>.</summary>
/// <param name="Accepted">How many different readings were accepted.</param>
/// <param name="EventIds">Ids of the events that carry them (<see cref="EventMetadata.EventId"/>).</param>
public sealed record ReadingsReceipt(int Accepted, IReadOnlyList<string> EventIds);
