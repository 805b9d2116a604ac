using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using NSubstitute;

namespace SensorWatch.Functions.Tests.Notifications;

/// <summary>An alerts table that answers as the markers of notifications use it.</summary>
internal sealed class FakeMarkersTable
{
    public FakeMarkersTable()
    {
        Client = Substitute.For<IAmazonDynamoDB>();
        Client.UpdateItemAsync(Arg.Any<UpdateItemRequest>(), Arg.Any<CancellationToken>()).Returns(call => Update(call.Arg<UpdateItemRequest>()));
    }

    public IAmazonDynamoDB Client { get; }

    public Dictionary<string, Dictionary<string, AttributeValue>> Items { get; } = [];

    /// <summary>Makes the marking of what was sent fail, as when a function dies in between.</summary>
    public bool FailToMark { get; set; }

    private UpdateItemResponse Update(UpdateItemRequest request)
    {
        request.TableName.ShouldBe("alerts");
        var id = request.Key["id"].S;
        return request.ConditionExpression is null ? Mark(id, request) : Claim(id, request);
    }

    private UpdateItemResponse Claim(string id, UpdateItemRequest request)
    {
        request.ConditionExpression.ShouldBe("attribute_not_exists(#id) OR (#state = :claimed AND #leaseUntil < :now)");
        var values = request.ExpressionAttributeValues;
        if (Items.TryGetValue(id, out var item)
            && (item["state"].S != values[":claimed"].S || Number(item["leaseUntil"]) >= Number(values[":now"])))
        {
            request.ReturnValuesOnConditionCheckFailure.ShouldBe(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            throw new ConditionalCheckFailedException("The conditional request failed") { Item = item };
        }

        request.UpdateExpression.ShouldBe("SET #state = :claimed, #leaseUntil = :until, #expiresAt = :expires");
        item = Items[id] = Items.GetValueOrDefault(id) ?? [];
        item["state"] = values[":claimed"];
        item["leaseUntil"] = values[":until"];
        item["expiresAt"] = values[":expires"];
        return new() { Attributes = item };
    }

    private UpdateItemResponse Mark(string id, UpdateItemRequest request)
    {
        if (FailToMark)
        {
            throw new AmazonDynamoDBException("no answer");
        }

        request.UpdateExpression.ShouldBe("SET #state = :state ADD #sentBy :channel");
        Items[id]["state"] = request.ExpressionAttributeValues[":state"];
        Items[id]["sentBy"] = new() { SS = [.. Items[id].GetValueOrDefault("sentBy")?.SS ?? [], .. request.ExpressionAttributeValues[":channel"].SS] };
        return new();
    }

    private static long Number(AttributeValue value) => long.Parse(value.N, CultureInfo.InvariantCulture);
}
