using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.S3;
using SensorWatch.Contracts;
using SensorWatch.Functions.Publishing;
using SensorWatch.Functions.Sensors;

namespace SensorWatch.Functions.Imports;

/// <summary>How an import ended.</summary>
/// <param name="Rows">Rows of data.</param>
/// <param name="Readings">Readings that were published.</param>
/// <param name="RejectedRows">Rows that were left out.</param>
/// <param name="CorrelationId">Correlation id of all its events.</param>
/// <param name="Rejection">Why the upload couldn't be used; null when it was.</param>
public sealed record ImportOutcome(long Rows, long Readings, long RejectedRows, string CorrelationId, string? Rejection);

/// <summary>
/// Imports one file: reads it row by row, publishes its readings, lists its wrong rows, and publishes at last how it ended.
/// It writes no table, and all its events have ids made of the upload, so that it may stop anywhere and begin again.
/// Memory holds one row, a batch of readings for each sensor and a part of the list, whatever the file's size.
/// </summary>
public sealed class UploadImport(IAmazonS3 s3, SensorStore sensors, EventPublisher publisher)
{
    private const int TextBufferSize = 64 * 1024;

    /// <summary>Imports a file.</summary>
    /// <param name="upload">Which file it is.</param>
    /// <param name="metadata">The object's user metadata (<see cref="ImportSettings"/>); keys without <c>x-amz-meta-</c>.</param>
    /// <param name="content">Its content: UTF-8, with a byte order mark or without.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <exception cref="PublishException">Some events are not on the bus.</exception>
    public async Task<ImportOutcome> RunAsync(
        Upload upload, IReadOnlyDictionary<string, string> metadata, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        using var ids = new UploadEventIds(upload.Bucket, upload.Key, upload.ETag);
        await using var rejects = new RejectsObject(s3, upload);
        try
        {
            using var text = new StreamReader(content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, TextBufferSize, leaveOpen: true);
            var records = new CsvRecordReader(new LineReader(text));
            var settings = ImportSettings.Read(metadata);
            var plan = await new ImportPlanner(sensors).PlanAsync(await records.ReadAsync(cancellationToken), settings, cancellationToken);
            var outbox = new ReadingsOutbox(publisher, upload, ids, plan.Columns);
            var rows = await ReadRowsAsync(records, plan, upload, outbox, rejects, cancellationToken);
            await outbox.CompleteAsync(cancellationToken);
            return await ReportAsync(upload, ids, rows, outbox.Count, rejects, cancellationToken);
        }
        catch (UploadRejectedException exception)
        {
            return await RejectAsync(upload, ids, exception.Message, rejects, cancellationToken);
        }
    }

    /// <summary>Publishes that a file couldn't be used, without having read it.</summary>
    /// <exception cref="PublishException">The event is not on the bus.</exception>
    public async Task<ImportOutcome> RejectAsync(Upload upload, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        using var ids = new UploadEventIds(upload.Bucket, upload.Key, upload.ETag);
        await using var rejects = new RejectsObject(s3, upload);
        return await RejectAsync(upload, ids, reason, rejects, cancellationToken);
    }

    /// <summary>Reads all rows; gives their number.</summary>
    private static async Task<long> ReadRowsAsync(
        CsvRecordReader records, ImportPlan plan, Upload upload, ReadingsOutbox outbox, RejectsObject rejects, CancellationToken cancellationToken)
    {
        var reader = new RowReader(plan, upload.Time);
        var readings = new Reading?[plan.Columns.Count];
        var blanks = 0L;
        string? firstReason = null;
        long rows = 0;
        while (await records.ReadAsync(cancellationToken) is { } record)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.IsBlank)
            {
                blanks++;
                continue;
            }

            if (outbox.Count == 0 && reader.LacksZone(record))
            {
                throw new UploadRejectedException(
                    $"The times have no offset, and no time zone is known: give one in the object's metadata {ImportSettings.TimeZoneKey}, or register the sensor with one.");
            }

            // At the end of a file blank lines mean nothing; before another row one is a row that lost its content.
            for (; blanks > 0; blanks--, rows++)
            {
                await rejects.AddAsync(new(record.LineNumber - blanks, null, "expected a row; got an empty line"), cancellationToken);
            }

            rows++;
            if (reader.Read(record, readings) is { } rejected)
            {
                firstReason ??= $"line {rejected.Line}: {(rejected.Column is null ? "" : $"{rejected.Column}: ")}{rejected.Reason}";
                await rejects.AddAsync(rejected, cancellationToken);
                records.KeepFirstLineOnly();
            }
            else
            {
                await outbox.AddAsync(readings, cancellationToken);
            }
        }

        return outbox.Count > 0
            ? rows
            : throw new UploadRejectedException(rows == 0 ? "The file has a header and no rows." : $"None of {rows} rows is right; {firstReason}");
    }

    private async Task<ImportOutcome> ReportAsync(
        Upload upload, UploadEventIds ids, long rows, long readings, RejectsObject rejects, CancellationToken cancellationToken)
    {
        var data = new UploadImported
        {
            Bucket = upload.Bucket,
            Key = upload.Key,
            ETag = upload.ETag,
            Rows = rows,
            Readings = readings,
            RejectedRows = rejects.Count,
            RejectsKey = await rejects.CompleteAsync(cancellationToken),
        };
        await PublishLastAsync(upload, ids, data, cancellationToken);
        return new(rows, readings, rejects.Count, ids.CorrelationId, null);
    }

    private async Task<ImportOutcome> RejectAsync(
        Upload upload, UploadEventIds ids, string reason, RejectsObject rejects, CancellationToken cancellationToken)
    {
        var data = new UploadRejected
        {
            Bucket = upload.Bucket,
            Key = upload.Key,
            ETag = upload.ETag,
            Reason = reason,
            RejectedRows = rejects.Count,
            RejectsKey = await rejects.CompleteAsync(cancellationToken),
        };
        await PublishLastAsync(upload, ids, data, cancellationToken);
        return new(rejects.Count, 0, rejects.Count, ids.CorrelationId, reason);
    }

    private Task PublishLastAsync<T>(Upload upload, UploadEventIds ids, T data, CancellationToken cancellationToken)
        where T : IEvent<T>
    {
        var json = (JsonTypeInfo<T>)T.Contract.EnvelopeJson.Options.GetTypeInfo(typeof(T));
        var outcome = JsonSerializer.SerializeToUtf8Bytes(data, json);
        var metadata = EventMetadata.First(ids.Last(T.Contract.DetailType, outcome), ids.CorrelationId, T.Contract, upload.Time);
        return publisher.PublishAsync([new Envelope<T>(metadata, data)], cancellationToken);
    }
}
