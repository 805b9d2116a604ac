using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html</summary>
internal static class ListTables
{
    private const int MaximumNames = 100;

    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var limit = request.Integer("Limit", minimum: 1, MaximumNames) ?? MaximumNames;
        var after = request.String("ExclusiveStartTableName");
        var names = store.Tables.Select(table => table.Name)
            .Where(name => after is null || string.CompareOrdinal(name, after) > 0)
            .ToArray();
        var response = new JsonObject { ["TableNames"] = new JsonArray([.. names.Take(limit).Select(name => (JsonNode)name)]) };
        if (names.Length > limit)
        {
            response["LastEvaluatedTableName"] = names[limit - 1];
        }

        return response;
    }
}

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html</summary>
internal static class DescribeTimeToLive
{
    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        var attribute = DescribeTable.Find(store, request).Resource.TimeToLiveAttribute;
        return new()
        {
            ["TimeToLiveDescription"] = attribute is null
                ? new JsonObject { ["TimeToLiveStatus"] = "DISABLED" }
                : new JsonObject { ["TimeToLiveStatus"] = "ENABLED", ["AttributeName"] = attribute },
        };
    }
}
