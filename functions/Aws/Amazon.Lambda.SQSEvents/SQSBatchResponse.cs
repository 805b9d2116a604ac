#nullable disable // as in the package, whose types say nothing about null

using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.SQSEvents;

/// <summary>
/// Which messages of a batch failed and are to come back. Counts only with <c>ReportBatchItemFailures</c> on the mapping:
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting.
/// </summary>
[DataContract]
public class SQSBatchResponse
{
    /// <summary>A batch without failures; add to <see cref="BatchItemFailures"/>.</summary>
    public SQSBatchResponse()
        : this([])
    {
    }

    /// <summary>A batch with the given failures.</summary>
    public SQSBatchResponse(List<BatchItemFailure> batchItemFailures)
    {
        BatchItemFailures = batchItemFailures;
    }

    /// <summary>The messages that failed; empty when all went well.</summary>
    [DataMember(Name = "batchItemFailures")]
    [JsonPropertyName("batchItemFailures")]
    public List<BatchItemFailure> BatchItemFailures { get; set; }

    /// <summary>A message that failed.</summary>
    [DataContract]
    public class BatchItemFailure
    {
        /// <summary>The message's id; empty, null or unknown ones fail the whole batch.</summary>
        [DataMember(Name = "itemIdentifier")]
        [JsonPropertyName("itemIdentifier")]
        public string ItemIdentifier { get; set; }
    }
}
