using Amazon.Lambda.Core;
using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// What handlers log about events, in the same words: by these lines' members the story of an event is told afterwards,
/// from its id to all that it led to.
/// </summary>
internal static class EventLogging
{
    /// <summary>The event is on the bus.</summary>
    public static void LogPublished(this ILambdaLogger logger, OutgoingEvent published) =>
        logger.LogEvent(LogLevel.Information, "Published", published.Contract.DetailType, published.Metadata);

    /// <summary>A consumer begins with the event. Only at the level of details: there is one such line for each event and consumer.</summary>
    public static void LogTaken(this ILambdaLogger logger, string detailType, EventMetadata metadata) =>
        logger.LogEvent(LogLevel.Debug, "Took", detailType, metadata);

    private static void LogEvent(this ILambdaLogger logger, LogLevel level, string verb, string detailType, EventMetadata metadata)
    {
        if (metadata.CausationId is { } causationId)
        {
            logger.Log(
                level, verb + " {detailType} {eventId} of {correlationId} because of {causationId}", detailType, metadata.EventId, metadata.CorrelationId, causationId);
        }
        else
        {
            logger.Log(level, verb + " {detailType} {eventId} of {correlationId}", detailType, metadata.EventId, metadata.CorrelationId);
        }
    }
}
