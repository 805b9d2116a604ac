using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What follows an invocation with a batch of a stream.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
/// </summary>
/// <param name="Done">The records that are done with; null for none.</param>
/// <param name="GivenUp">The records behind them that have failed too often; null for none.</param>
/// <param name="Remaining">What is tried next, in this order.</param>
/// <param name="BackOff">Not at once.</param>
internal sealed record StreamStep(StreamBatch? Done, StreamBatch? GivenUp, IReadOnlyList<StreamBatch> Remaining, bool BackOff)
{
    /// <summary>Decides.</summary>
    /// <param name="batch">The batch with its <see cref="StreamBatch.Result"/>; the function was called.</param>
    /// <param name="mapping">What the template wants of failures.</param>
    public static StreamStep After(StreamBatch batch, EventSourceMappingResource mapping)
    {
        var succeeded = CountSucceeded(batch, mapping.ReportBatchItemFailures);
        if (succeeded == batch.Count)
        {
            return new(batch, null, [], BackOff: false);
        }

        var (done, failed) = succeeded == 0 ? (null, batch) : batch.Split(succeeded);
        if (mapping.BisectBatchOnFunctionError && (done is not null || failed.Count > 1))
        {
            // A batch that was split has not used up a retry. Where the function names the record, it is split there.
            return new(done, null, done is not null ? [failed] : Halves(failed), BackOff: false);
        }

        return mapping.MaximumRetryAttempts >= 0 && failed.Retries >= mapping.MaximumRetryAttempts
            ? new(done, failed, [], BackOff: false)
            : new(done, null, [failed with { Retries = failed.Retries + 1 }], BackOff: true);
    }

    private static IReadOnlyList<StreamBatch> Halves(StreamBatch batch)
    {
        var (head, tail) = batch.Split(batch.Count / 2);
        return [head, tail];
    }

    /// <summary>The records before the first that failed; records behind it are tried again even if they succeeded.</summary>
    private static int CountSucceeded(StreamBatch batch, bool reportBatchItemFailures)
    {
        if (batch.Result is not { Succeeded: true } result)
        {
            return 0;
        }

        if (!reportBatchItemFailures)
        {
            return batch.Count;
        }

        var numbers = batch.Entries.Select(entry => entry.Record.SequenceNumberText).ToHashSet();
        return BatchResponse.Failures(result.Payload, numbers) is { } failures
            ? batch.Entries.TakeWhile(entry => !failures.Contains(entry.Record.SequenceNumberText)).Count()
            : 0;
    }
}
