using System.Text.Json.Nodes;

namespace SensorWatch.Local.Tests.Tables.Operations;

public sealed class ScanTests
{
    [Fact]
    public void A_scan_returns_every_item_page_by_page()
    {
        using var tables = Filled(50);
        ReadAll(tables, new JsonObject { ["Limit"] = 7 }).ShouldBe(Enumerable.Range(0, 50), ignoreOrder: true);
    }

    [Fact]
    public void Segments_divide_the_items_among_them()
    {
        using var tables = Filled(50);
        var segments = Enumerable.Range(0, 4)
            .Select(segment => ReadAll(tables, new JsonObject { ["Segment"] = segment, ["TotalSegments"] = 4, ["Limit"] = 3 }))
            .ToArray();
        segments.SelectMany(ids => ids).ShouldBe(Enumerable.Range(0, 50), ignoreOrder: true);
        segments.ShouldAllBe(ids => ids.Count > 0);
    }

    [Fact]
    public void A_filter_of_a_scan_may_name_the_key()
    {
        using var tables = Filled(5);
        var response = tables.Send(
            "Scan",
            """{"TableName": "Things", "FilterExpression": "id IN (:a, :b)", "ExpressionAttributeValues": {":a": {"S": "1"}, ":b": {"S": "3"}}}""");
        ((int)response["Count"]!).ShouldBe(2);
        ((int)response["ScannedCount"]!).ShouldBe(5);
    }

    [Theory]
    [InlineData("""{"Segment": 1}""", "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")]
    [InlineData("""{"TotalSegments": 1}""", "The Segment parameter is required but was not present in the request when parameter TotalSegments is present")]
    [InlineData("""{"Segment": 2, "TotalSegments": 2}""", "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2")]
    [InlineData("""{"ScanFilter": {}}""", "The legacy parameter ScanFilter is not supported here: use FilterExpression instead")]
    public void These_scans_are_refused(string members, string message)
    {
        using var tables = Filled(0);
        var request = JsonNode.Parse(members)!.AsObject();
        request["TableName"] = "Things";
        tables.Refused("Scan", request.ToJsonString()).Message.ShouldBe(message);
    }

    private static TableFixture Filled(int count) =>
        TableFixture.WithThings([.. Enumerable.Range(0, count).Select(i => $$$"""{"id": {"S": "{{{i}}}"}}""")]);

    private static List<int> ReadAll(TableFixture tables, JsonObject request)
    {
        var ids = new List<int>();
        request["TableName"] = "Things";
        do
        {
            var page = tables.Send("Scan", request);
            ids.AddRange(page["Items"]!.AsArray().Select(item => int.Parse((string)item!["id"]!["S"]!)));
            ids.Count.ShouldBeLessThanOrEqualTo(50, "Pages must not go round in circles.");
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]?.DeepClone();
        }
        while (request["ExclusiveStartKey"] is not null);

        return ids;
    }
}
