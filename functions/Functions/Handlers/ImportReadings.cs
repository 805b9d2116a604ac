using System.Net;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using SensorWatch.Contracts;
using SensorWatch.Contracts.Aws;
using SensorWatch.Functions.Imports;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Sensors;
using Metrics = SensorWatch.Functions.Runtime.Metrics;

namespace SensorWatch.Functions.Handlers;

/// <summary>
/// Consumes S3's <c>Object Created</c> and imports the file. A file that takes longer than the function may run is failed
/// before the deadline, and the next attempt begins it again: what is published a second time has the same event ids.
/// Its queue should hand it one message at a time.
/// </summary>
public sealed class ImportReadings(IAmazonS3 s3, UploadImport import, Metrics metrics)
    : ILambdaHandler<SQSEvent, SQSBatchResponse>, IHandlerSettings
{
    /// <summary>The AWS SDKs' own variable for another endpoint than AWS's, as in a local run.</summary>
    public const string EndpointUrl = "AWS_ENDPOINT_URL";

    private const string MetadataPrefix = "x-amz-meta-";

    public static IReadOnlyList<Need> Needs =>
    [
        // It may list them too, because S3 calls a missing object forbidden (403) to whoever may not.
        Need.OfEvents("s3:GetObject", "s3:ListBucket"), RejectsObject.ToWrite, SensorStore.ToGet,
        EventPublisher.ToPublish<ReadingsRecorded>(), EventPublisher.ToPublish<UploadImported>(), EventPublisher.ToPublish<UploadRejected>(),
        Need.Variable(EndpointUrl).IfSet(),
    ];

    public static IReadOnlyList<BusinessMetric> WrittenMetrics => [BusinessMetric.ReadingsImported, BusinessMetric.RowsRejected];

    public async Task<SQSBatchResponse> HandleAsync(SQSEvent input, ILambdaContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(context);
        var failures = new BatchFailures(input, context.Logger);
        foreach (var message in input.Records)
        {
            try
            {
                var @event = ConsumedAwsEvent.Read<ObjectCreated>(message.Body);
                await ImportAsync(ToUpload(@event), context.Logger, cancellationToken);
            }
            catch (Exception exception) when (IsExpected(exception))
            {
                failures.Add(message.MessageId, exception.Message);
            }
        }

        return failures.ToResponse();
    }

    private static bool IsExpected(Exception exception) => exception
        is UnusableEventException or PublishException or AmazonServiceException or AmazonClientException
        or IOException or InvalidDataException or HttpRequestException or OperationCanceledException;

    private static Upload ToUpload(AwsEvent<ObjectCreated> @event)
    {
        var created = @event.Detail.Object;
        return new(@event.Detail.Bucket.Name, created.Key, created.ETag, created.VersionId, @event.Time);
    }

    private static Dictionary<string, string> MetadataOf(GetObjectResponse response) => response.Metadata.Keys.ToDictionary(
        key => key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase) ? key[MetadataPrefix.Length..] : key,
        key => response.Metadata[key],
        StringComparer.OrdinalIgnoreCase);

    private async Task ImportAsync(Upload upload, ILambdaLogger logger, CancellationToken cancellationToken)
    {
        if (upload.IsRejects)
        {
            logger.LogWarning("{key} lists rejected rows and is not imported: the rule should leave it out", upload.Key);
            return;
        }

        // Before the first byte: a batch whose time is over shouldn't begin another file.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            using var response = await s3.GetObjectAsync(ToRequest(upload), cancellationToken);
            var outcome = await import.RunAsync(upload, MetadataOf(response), response.ResponseStream, cancellationToken);
            Report(upload, outcome, logger);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.PreconditionFailed)
        {
            logger.LogWarning("{bucket}/{key} has been replaced since; the new content has an event of its own", upload.Bucket, upload.Key);
        }
        catch (AmazonS3Exception exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            Report(upload, await import.RejectAsync(upload, $"The object is gone: {exception.Message}", cancellationToken), logger);
        }
    }

    /// <summary>The very content that the event is about: its version, or in a bucket without versions its ETag.</summary>
    private static GetObjectRequest ToRequest(Upload upload) => upload.VersionId is { Length: > 0 } version
        ? new() { BucketName = upload.Bucket, Key = upload.Key, VersionId = version }
        : new() { BucketName = upload.Bucket, Key = upload.Key, EtagToMatch = upload.ETag };

    private void Report(Upload upload, ImportOutcome outcome, ILambdaLogger logger)
    {
        metrics.Add(BusinessMetric.ReadingsImported, outcome.Readings);
        metrics.Add(BusinessMetric.RowsRejected, outcome.RejectedRows);
        if (outcome.Rejection is { } reason)
        {
            logger.LogWarning("Rejected {bucket}/{key} of {correlationId}: {reason}", upload.Bucket, upload.Key, outcome.CorrelationId, reason);
            return;
        }

        logger.LogInformation(
            "Imported {bucket}/{key} of {correlationId}: {readings} readings of {rows} rows, {rejectedRows} rows rejected",
            upload.Bucket,
            upload.Key,
            outcome.CorrelationId,
            outcome.Readings,
            outcome.Rows,
            outcome.RejectedRows);
    }
}
