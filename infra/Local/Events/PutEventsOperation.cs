using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Events;

/// <summary>
/// <c>PutEvents</c>: a request that is too large fails as a whole, a bad entry alone.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
/// </summary>
internal static class PutEventsOperation
{
    private const int MaximumEntries = 10;
    private const int MaximumBytes = 1_048_576;

    public static JsonObject Run(EventBusService buses, JsonObject request)
    {
        var entries = request.Structures("Entries");
        CheckRequest(entries);
        var read = entries.Select(Read).ToList();
        var ids = new Queue<string>(buses.Put([.. read.Where(r => r.Entry is not null).Select(r => r.Entry!)]));
        var answers = read.Select(r => (JsonNode)(r.Error?.ToJson() ?? new JsonObject { ["EventId"] = ids.Dequeue() }));
        return new()
        {
            ["FailedEntryCount"] = read.Count(r => r.Error is not null),
            ["Entries"] = new JsonArray([.. answers]),
        };
    }

    private static void CheckRequest(IReadOnlyList<JsonObject> entries)
    {
        if (entries.Count is 0 or > MaximumEntries)
        {
            var bound = entries.Count == 0 ? "greater than or equal to 1" : $"less than or equal to {MaximumEntries}";
            throw EventBridgeErrors.Validation(
                $"1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length {bound}");
        }

        if (entries.Sum(Size) > MaximumBytes)
        {
            throw EventBridgeErrors.Validation("Total size of the entries in the request is over the limit.");
        }
    }

    private static int Size(JsonObject entry) => EventEntry.SizeOf(
        entry["Time"] is not null, [entry.Text("Source"), entry.Text("DetailType"), entry.Text("Detail"), .. entry.Texts("Resources")]);

    private static (EventEntry? Entry, EntryError? Error) Read(JsonObject entry)
    {
        foreach (var member in new[] { "Source", "DetailType", "Detail" })
        {
            if (string.IsNullOrEmpty(entry.Text(member)))
            {
                return (null, EntryError.Missing(member));
            }
        }

        if (entry.Text("Source")!.StartsWith("aws.", StringComparison.Ordinal) && !IsSimulatedAlarm(entry))
        {
            return (null, EntryError.NotAuthorizedForSource);
        }

        return EventEntry.ReadDetail(entry.Text("Detail")!) is not { } detail
            ? (null, EntryError.MalformedDetail)
            : (new()
            {
                Source = entry.Text("Source")!,
                DetailType = entry.Text("DetailType")!,
                Detail = detail,
                EventBusName = entry.Text("EventBusName"),
                Time = EventBridgePage.ReadTime(entry["Time"]),
                Resources = entry.Texts("Resources"),
                TraceHeader = entry.Text("TraceHeader"),
            }, null);
    }

    /// <summary>
    /// Not every alarm has its metric here, so that a person must be able to say that one went off; AWS lets nobody but
    /// CloudWatch itself put such an event.
    /// </summary>
    private static bool IsSimulatedAlarm(JsonObject entry) =>
        entry.Text("Source") == "aws.cloudwatch"
        && EventBridgeDeployment.BusName(entry.Text("EventBusName")) == EventBridgeDeployment.DefaultBus;

    private sealed record EntryError(string Code, string Message)
    {
        public static EntryError MalformedDetail { get; } = new("MalformedDetail", "Detail is malformed.");

        /// <summary>Sources that begin with <c>aws.</c> are AWS's own.</summary>
        public static EntryError NotAuthorizedForSource { get; } = new("NotAuthorizedForSource", "Not authorized for the source.");

        public static EntryError Missing(string member) =>
            new("InvalidArgument", $"Parameter {member} is not valid. Reason: {member} is a required argument.");

        public JsonObject ToJson() => new() { ["ErrorCode"] = Code, ["ErrorMessage"] = Message };
    }
}
