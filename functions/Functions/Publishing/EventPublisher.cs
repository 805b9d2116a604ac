using System.Text;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using SensorWatch.Contracts;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Publishing;

/// <summary>
/// Puts events on the bus. Source and detail-type come from the contract. When EventBridge refuses some entries of a
/// call, those alone are sent again: the others are on the bus already, and would be there twice.
/// </summary>
public sealed class EventPublisher(IAmazonEventBridge client, string busName, TimeProvider time)
{
    /// <summary>Environment variable with the bus's name.</summary>
    public const string BusNameVariable = "EVENT_BUS_NAME";

    /// <summary>To publish events of a contract.</summary>
    public static Need ToPublish<T>()
        where T : IEvent<T> => Need.To(BusNameVariable, "events:PutEvents") with { Event = T.Contract };

    /// <summary>Entries of one PutEvents call: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html</summary>
    public const int MaximumEntries = 10;

    /// <summary>Bytes of one call. AWS takes 1 MB; small calls fail, and are repeated, in small pieces.</summary>
    public const int MaximumBytes = 256 * 1024;

    /// <summary>How often a call is made before its events are given up.</summary>
    public const int MaximumAttempts = 5;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(50);

    /// <summary>Codes of entries that fail for a passing reason.</summary>
    private static readonly HashSet<string> Passing =
        ["InternalFailure", "InternalException", "ThrottlingException", "ServiceUnavailable"];

    /// <summary>Publishes events of one contract, in their order.</summary>
    /// <exception cref="PublishException">Some events are not on the bus.</exception>
    public Task PublishAsync<T>(IReadOnlyList<Envelope<T>> events, CancellationToken cancellationToken)
        where T : IEvent<T>
    {
        ArgumentNullException.ThrowIfNull(events);
        return PublishAsync([.. events.Select(OutgoingEvent.Of)], cancellationToken);
    }

    /// <summary>Publishes events of any contracts, in their order.</summary>
    /// <exception cref="PublishException">Some events are not on the bus.</exception>
    public async Task PublishAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        foreach (var call in SplitIntoCalls(events.Select((e, index) => new NumberedEntry(index, ToEntry(e)))))
        {
            await PutAsync(call, cancellationToken);
        }
    }

    /// <summary>
    /// What an entry counts for in the size of a call:
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    /// </summary>
    private static int SizeOf(PutEventsRequestEntry entry) =>
        14 + Encoding.UTF8.GetByteCount(entry.Source) + Encoding.UTF8.GetByteCount(entry.DetailType) + Encoding.UTF8.GetByteCount(entry.Detail);

    private static IEnumerable<List<NumberedEntry>> SplitIntoCalls(IEnumerable<NumberedEntry> entries)
    {
        var call = new List<NumberedEntry>();
        var bytes = 0;
        foreach (var entry in entries)
        {
            var size = SizeOf(entry.Entry);
            if (call.Count > 0 && (call.Count == MaximumEntries || bytes + size > MaximumBytes))
            {
                yield return call;
                (call, bytes) = ([], 0);
            }

            call.Add(entry);
            bytes += size;
        }

        if (call.Count > 0)
        {
            yield return call;
        }
    }

    private PutEventsRequestEntry ToEntry(OutgoingEvent outgoing) => new()
    {
        EventBusName = busName,
        Source = outgoing.Contract.Source,
        DetailType = outgoing.Contract.DetailType,
        Detail = outgoing.Detail,
        Time = outgoing.Metadata.Time.UtcDateTime,
    };

    private async Task PutAsync(List<NumberedEntry> entries, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var failed = await TryPutAsync(entries, cancellationToken);
            if (failed.Count == 0)
            {
                return;
            }

            var lasting = failed.Where(f => !Passing.Contains(f.Result.ErrorCode)).ToList();
            if (lasting.Count > 0 || attempt == MaximumAttempts)
            {
                var reasons = (lasting.Count > 0 ? lasting : failed)
                    .Select(f => $"{f.Entry.Entry.DetailType}: {f.Result.ErrorCode} {f.Result.ErrorMessage}").Distinct();
                throw new PublishException(
                    $"Bus '{busName}' refused {failed.Count} events in attempt {attempt} of {MaximumAttempts}: {string.Join("; ", reasons)}")
                {
                    FirstFailed = failed.Min(f => f.Entry.Index),
                };
            }

            entries = failed.ConvertAll(f => f.Entry);
            await Task.Delay(Backoff(attempt), time, cancellationToken);
        }
    }

    /// <summary>One call; gives the entries that EventBridge did not take. The client itself repeats calls that fail whole.</summary>
    private async Task<List<(NumberedEntry Entry, PutEventsResultEntry Result)>> TryPutAsync(
        List<NumberedEntry> entries,
        CancellationToken cancellationToken)
    {
        PutEventsResponse response;
        try
        {
            response = await client.PutEventsAsync(new PutEventsRequest { Entries = entries.ConvertAll(e => e.Entry) }, cancellationToken);
        }
        catch (AmazonServiceException exception)
        {
            throw new PublishException($"PutEvents on bus '{busName}' failed: {exception.Message}", exception) { FirstFailed = entries[0].Index };
        }

        // Results come in the order of the entries; a failed one has an error code in place of an event id.
        return [.. entries.Zip(response.Entries).Where(pair => !string.IsNullOrEmpty(pair.Second.ErrorCode))];
    }

    /// <summary>Exponential, with jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/</summary>
    private static TimeSpan Backoff(int attempt) => FirstDelay * (1 << (attempt - 1)) * (0.5 + (Random.Shared.NextDouble() / 2));

    /// <summary>An entry, and which of the given events it is.</summary>
    private readonly record struct NumberedEntry(int Index, PutEventsRequestEntry Entry);
}
