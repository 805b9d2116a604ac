#nullable disable // as in the package, whose types say nothing about null

using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <summary>The answer to <c>PutEvents</c>, which succeeds even when some, or all, of its events were refused.</summary>
public class PutEventsResponse : AmazonWebServiceResponse
{
    /// <summary>What came of each event, in the order of the request.</summary>
    public List<PutEventsResultEntry> Entries { get; set; } = AWSConfigs.InitializeCollections ? [] : null;

    /// <summary>How many events were refused.</summary>
    public int? FailedEntryCount { get; set; }
}
