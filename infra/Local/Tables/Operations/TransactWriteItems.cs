using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Tables.Storage;
using SensorWatch.Local.Tables.Values;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>
/// All of the writes, or none and the reasons why: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html.
/// Transactions run one after the other here, so that none ever conflicts with another.
/// </summary>
internal static class TransactWriteItems
{
    private const int MaximumActions = 100;
    private const int MaximumBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(10);

    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var capacity = CapacityMeter.Of(request, store.Usage, transaction: true);
        var items = request.Array("TransactItems").Required("TransactItems");
        EnsureCount(items);
        var writes = ReadAll(store, items);
        var token = request.String("ClientRequestToken");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(items.ToJsonString()));
        var outcomes = store.Run(session =>
        {
            if (token is not null && IsKnown(session, token, hash))
            {
                return [];
            }

            var outcomes = Evaluate(session, writes, capacity);
            outcomes.ForEach(outcome => outcome.Commit(session));
            if (token is not null)
            {
                Remember(session, token, hash);
            }

            return outcomes;
        }, transaction: true);

        var response = new JsonObject();
        foreach (var outcome in outcomes)
        {
            capacity.Write(outcome.Write.Table, outcome.Before?.Item, outcome.After);
        }

        capacity.AddAllTo(response, "WriteCapacityUnits");
        return response;
    }

    public static void EnsureCount(JsonArray items)
    {
        if (items.Count is 0 or > MaximumActions)
        {
            throw TableErrors.Constraint(
                $"'{items.ToJsonString()}'",
                "transactItems",
                items.Count == 0
                    ? "Member must have length greater than or equal to 1"
                    : $"Member must have length less than or equal to {MaximumActions}");
        }
    }

    private static List<ItemWrite> ReadAll(TableStore store, JsonArray items)
    {
        var writes = new List<ItemWrite>(items.Count);
        var seen = new HashSet<(Table, ItemKey)>();
        foreach (var item in items)
        {
            var write = Read(store, item as JsonObject);
            writes.Add(seen.Add((write.Table, write.Key))
                ? write
                : throw TableErrors.Validation("Transaction request cannot include multiple operations on one item"));
        }

        var bytes = writes.OfType<PutWrite>().Sum(put => (long)ItemSize.Of(put.Item));
        return bytes <= MaximumBytes ? writes : throw TooLarge();
    }

    private static ItemWrite Read(TableStore store, JsonObject? item)
    {
        var actions = (item ?? []).Where(member => member.Value is JsonObject).ToArray();
        if (actions is not [var (name, node)])
        {
            throw InvalidAction();
        }

        var action = (JsonObject)node!;
        var table = action.Table(store);
        return name switch
        {
            "Put" => PutWrite.Read(table, action),
            "Delete" => DeleteWrite.Read(table, action),
            "ConditionCheck" => ConditionCheck.Read(table, action),
            "Update" => action.String("UpdateExpression").Required("UpdateExpression") is not null
                ? UpdateWrite.Read(table, action)
                : throw InvalidAction(),
            _ => throw InvalidAction(),
        };
    }

    /// <summary>Looks at every item, and only then says whether the transaction may go through.</summary>
    private static List<WriteOutcome> Evaluate(TableSession session, List<ItemWrite> writes, CapacityMeter capacity)
    {
        var outcomes = new List<WriteOutcome>(writes.Count);
        var failures = new AwsException?[writes.Count];
        for (var i = 0; i < writes.Count; i++)
        {
            try
            {
                outcomes.Add(writes[i].Evaluate(session, capacity));
            }
            catch (AwsException failure)
            {
                failures[i] = failure;
            }
        }

        if (failures.Any(failure => failure is not null))
        {
            // What was only prepared is paid for too.
            outcomes.ForEach(outcome => capacity.Write(outcome.Write.Table, outcome.Before?.Item, outcome.After));
            throw Canceled(failures);
        }

        var bytes = outcomes.Sum(outcome => outcome.After is null ? 0L : ItemSize.Of(outcome.After));
        return bytes <= MaximumBytes ? outcomes : throw TooLarge();
    }

    private static AwsException Canceled(AwsException?[] failures)
    {
        var codes = Array.ConvertAll(failures, failure => failure is null
            ? "None"
            : failure.Code.EndsWith("#ConditionalCheckFailedException", StringComparison.Ordinal) ? "ConditionalCheckFailed" : "ValidationError");
        var reasons = failures.Select((failure, i) =>
        {
            var reason = new JsonObject { ["Code"] = codes[i] };
            if (failure is not null)
            {
                reason["Message"] = failure.Message;
            }

            if (failure?.Members?["Item"] is { } item)
            {
                reason["Item"] = item.DeepClone();
            }

            return reason;
        });
        return TableErrors.TransactionCanceled(codes, new JsonArray([.. reasons]));
    }

    /// <summary>The same request came with the same token within ten minutes: it has been done already.</summary>
    private static bool IsKnown(TableSession session, string token, byte[] hash)
    {
        session.Bind("DELETE FROM dynamodb_client_tokens WHERE created <= $1", (session.Now - TokenLifetime).ToUnixTimeMilliseconds())
            .ExecuteNonQuery();
        var known = (byte[]?)session.Bind("SELECT request FROM dynamodb_client_tokens WHERE token = $1", token).ExecuteScalar();
        return known is null || known.AsSpan().SequenceEqual(hash)
            ? known is not null
            : throw TableErrors.IdempotentParameterMismatch();
    }

    private static void Remember(TableSession session, string token, byte[] hash) => session.Bind(
        "INSERT INTO dynamodb_client_tokens (token, request, created) VALUES ($1, $2, $3)",
        token,
        hash,
        session.Now.ToUnixTimeMilliseconds()).ExecuteNonQuery();

    private static AwsException InvalidAction() => TableErrors.Validation(
        "TransactItems can only contain one of Check, Put, Update or Delete");

    private static AwsException TooLarge() => TableErrors.Validation(
        "The items of the transaction have more than 4 MB together, which is the most that a transaction may have");
}
