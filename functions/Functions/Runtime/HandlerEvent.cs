using Amazon.Lambda.SQSEvents;
using SensorWatch.Functions.Changes;
using SensorWatch.Functions.Handlers;
using SensorWatch.Functions.Http;

namespace SensorWatch.Functions.Runtime;

/// <summary>What a handler takes and gives, as the manifest tells it.</summary>
/// <param name="Kind"><c>Queue</c>, <c>Stream</c>, <c>HttpRequest</c>, <c>HttpAuthorizer</c>; of another handler its event's type.</param>
/// <param name="ReportsBatchItemFailures">Whether the answer names the items of a batch that failed.</param>
public sealed record HandlerEvent(string Kind, bool ReportsBatchItemFailures)
{
    private static readonly Dictionary<Type, string> Kinds = new()
    {
        [typeof(SQSEvent)] = "Queue",
        [typeof(StreamEvent)] = "Stream",
        [typeof(HttpRequest)] = "HttpRequest",
        [typeof(AuthorizerRequest)] = "HttpAuthorizer",
    };

    private static readonly HashSet<Type> BatchAnswers = [typeof(SQSBatchResponse), typeof(StreamBatchResponse)];

    /// <summary>By the types of a handler.</summary>
    public static HandlerEvent Of<TIn, TOut>() => new(Kinds.GetValueOrDefault(typeof(TIn), typeof(TIn).Name), BatchAnswers.Contains(typeof(TOut)));
}
