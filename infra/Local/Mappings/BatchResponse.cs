using System.Text.Json;

namespace SensorWatch.Local.Mappings;

/// <summary>
/// What a function says of a batch under <c>ReportBatchItemFailures</c>.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
/// </summary>
internal static class BatchResponse
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    /// <summary>Ids of the messages that failed.</summary>
    /// <param name="payload">The function's answer.</param>
    /// <param name="messageIds">The batch.</param>
    /// <returns>None for whole success: an empty or null answer or list. Null for whole failure: anything malformed, or an id that isn't of the batch.</returns>
    public static IReadOnlySet<string>? Failures(ReadOnlyMemory<byte> payload, IReadOnlySet<string> messageIds)
    {
        if (payload.IsEmpty)
        {
            return None;
        }

        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Null => None,
                JsonValueKind.Object => !document.RootElement.TryGetProperty("batchItemFailures", out var failures) ? None
                    : failures.ValueKind switch
                    {
                        JsonValueKind.Null => None,
                        JsonValueKind.Array => Read(failures, messageIds),
                        _ => null,
                    },
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HashSet<string>? Read(JsonElement failures, IReadOnlySet<string> messageIds)
    {
        var failed = new HashSet<string>();
        foreach (var failure in failures.EnumerateArray())
        {
            if (failure.ValueKind != JsonValueKind.Object
                || !failure.TryGetProperty("itemIdentifier", out var identifier)
                || identifier.ValueKind != JsonValueKind.String
                || !messageIds.Contains(identifier.GetString()!))
            {
                return null;
            }

            failed.Add(identifier.GetString()!);
        }

        return failed;
    }
}
