using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SensorWatch.Functions.Alerts;
using SensorWatch.Functions.Runtime;
using SensorWatch.Functions.Storage;

namespace SensorWatch.Functions.Notifications;

/// <summary>What became of the wish to send a notification.</summary>
internal abstract record Claim
{
    private Claim()
    {
    }

    /// <summary>It is ours to send now, through the channels that don't have it yet.</summary>
    public sealed record Ours(IReadOnlySet<string> SentBy) : Claim;

    /// <summary>It was sent.</summary>
    public sealed record Sent : Claim;

    /// <summary>Another invocation is sending it, or died while it did.</summary>
    public sealed record Taken(DateTimeOffset Until) : Claim;
}

/// <summary>
/// Remembers which notifications were sent, in items of the alerts table. Queues deliver a message more than once, and
/// nothing can send and remember in one step: so an invocation first takes a lease, sends, and marks what it has sent. If
/// it dies between sending and marking, the notification is sent once more when the lease is over; never otherwise.
/// </summary>
public sealed class NotificationMarkers(IAmazonDynamoDB dynamoDb, string tableName, TimeProvider time)
{
    public static Need ToMark { get; } =
        Need.To(AlertStore.TableNameVariable, "dynamodb:UpdateItem") with { TimeToLiveAttribute = AlertTable.TimeToLiveAttribute };

    /// <summary>Whose markers they are, in their keys.</summary>
    private const string Consumer = "NotifyOperators";

    private const string State = "state";
    private const string LeaseUntil = "leaseUntil";
    private const string SentBy = "sentBy";

    private const string Claimed = "claimed";
    private const string Done = "sent";

    /// <summary>
    /// How long an invocation may take to send: longer than the function's time-out, so that no two send at once, and shorter
    /// than the queue's visibility time-out, so that the message of one that died finds the lease over.
    /// </summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Asks for the right to send.</summary>
    internal async Task<Claim> ClaimAsync(string eventId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var response = await dynamoDb.UpdateItemAsync(
                new()
                {
                    TableName = tableName,
                    Key = KeyOf(eventId),
                    UpdateExpression = "SET #state = :claimed, #leaseUntil = :until, #expiresAt = :expires",
                    ConditionExpression = "attribute_not_exists(#id) OR (#state = :claimed AND #leaseUntil < :now)",
                    ExpressionAttributeNames = new()
                    {
                        ["#id"] = AlertTable.PartitionKey,
                        ["#state"] = State,
                        ["#leaseUntil"] = LeaseUntil,
                        ["#expiresAt"] = AlertTable.TimeToLiveAttribute,
                    },
                    ExpressionAttributeValues = new()
                    {
                        [":claimed"] = new() { S = Claimed },
                        [":until"] = ItemAttributes.Number((now + Lease).ToUnixTimeMilliseconds()),
                        [":now"] = ItemAttributes.Number(now.ToUnixTimeMilliseconds()),
                        [":expires"] = ItemAttributes.Number((now + AlertTable.MarkerLifetime).ToUnixTimeSeconds()),
                    },
                    ReturnValues = ReturnValue.ALL_NEW,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                cancellationToken);
            return new Claim.Ours((response.Attributes.GetValueOrDefault(SentBy)?.SS ?? []).ToHashSet());
        }
        catch (ConditionalCheckFailedException exception)
        {
            var item = exception.Item ?? [];
            return item.GetValueOrDefault(State)?.S == Claimed && item.GetValueOrDefault(LeaseUntil)?.N is { } until
                ? new Claim.Taken(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)))
                : new Claim.Sent();
        }
    }

    /// <summary>Marks that a channel has taken it.</summary>
    internal Task MarkSentAsync(string eventId, string channel, bool isLast, CancellationToken cancellationToken) => dynamoDb.UpdateItemAsync(
        new()
        {
            TableName = tableName,
            Key = KeyOf(eventId),
            UpdateExpression = "SET #state = :state ADD #sentBy :channel",
            ExpressionAttributeNames = new() { ["#state"] = State, ["#sentBy"] = SentBy },
            ExpressionAttributeValues = new()
            {
                [":state"] = new() { S = isLast ? Done : Claimed },
                [":channel"] = new() { SS = [channel] },
            },
        },
        cancellationToken);

    private static Dictionary<string, AttributeValue> KeyOf(string eventId) => new() { [AlertTable.PartitionKey] = ItemAttributes.Text(AlertTable.DoneKey(Consumer, eventId)) };
}
