using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;

namespace SensorWatch.Local.Queues;

/// <summary>The entries of a batch operation: 1-10, with distinct ids. Each of them succeeds or fails by itself.</summary>
internal sealed record BatchRequest(IReadOnlyList<(string Id, JsonObject Members)> Entries)
{
    private const int MaximumEntries = 10;
    private const int MaximumIdLength = 80;

    public static BatchRequest Read(JsonObject request, string entryType)
    {
        var entries = request.Structures("Entries").Select(entry => (Id: entry.Text("Id") ?? "", entry)).ToList();
        if (entries.Count == 0)
        {
            throw SqsErrors.EmptyBatchRequest(entryType);
        }

        if (entries.Count > MaximumEntries)
        {
            throw SqsErrors.TooManyEntries(entries.Count);
        }

        if (entries.Exists(entry => !IsValidId(entry.Id)))
        {
            throw SqsErrors.InvalidBatchEntryId();
        }

        var repeated = entries.CountBy(entry => entry.Id).FirstOrDefault(id => id.Value > 1).Key;
        return repeated is null ? new(entries) : throw SqsErrors.BatchEntryIdsNotDistinct(repeated);
    }

    /// <summary>Runs each entry.</summary>
    /// <param name="run">Gives the members of the entry's result besides its <c>Id</c>; an <see cref="AwsException"/> fails this entry only.</param>
    /// <returns>The response, <c>Successful</c> and <c>Failed</c>, both in the order of the entries.</returns>
    public JsonObject Run(Func<JsonObject, JsonObject> run)
    {
        var successful = new JsonArray();
        var failed = new JsonArray();
        foreach (var (id, members) in Entries)
        {
            try
            {
                var result = run(members);
                result["Id"] = id;
                successful.Add(result);
            }
            catch (AwsException error)
            {
                failed.Add(new JsonObject
                {
                    ["Id"] = id,
                    ["SenderFault"] = true,
                    ["Code"] = SqsErrors.EntryCode(error),
                    ["Message"] = error.Message,
                });
            }
        }

        // The SDKs expect Successful even when it is empty, and Failed only when something failed.
        var response = new JsonObject { ["Successful"] = successful };
        if (failed.Count > 0)
        {
            response["Failed"] = failed;
        }

        return response;
    }

    /// <summary>The size of an entry's message; an entry that can't be read counts nothing here and fails when it runs.</summary>
    public static int SizeOf(Func<OutgoingMessage> read)
    {
        try
        {
            return MessageRules.Size(read());
        }
        catch (AwsException)
        {
            return 0;
        }
    }

    private static bool IsValidId(string id) =>
        id.Length is > 0 and <= MaximumIdLength && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
