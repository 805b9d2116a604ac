using System.Text.Json.Nodes;
using SensorWatch.Local.Tables.Storage;

namespace SensorWatch.Local.Tables.Operations;

/// <summary>https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html</summary>
internal static class Scan
{
    private const int MaximumSegments = 1_000_000;

    public static JsonObject Handle(TableStore store, JsonObject request)
    {
        request.RejectLegacy(
            ("ScanFilter", "FilterExpression"),
            ("ConditionalOperator", "FilterExpression"),
            ("AttributesToGet", "ProjectionExpression"));
        var read = new PagedRead(store, request, "ProjectionExpression", "FilterExpression");
        read.ReadRest(filterOnKey: true);
        var hashes = ReadSegment(request);
        if (read.Start is { } start && (start.Key.Hash < hashes.First || start.Key.Hash > hashes.Last))
        {
            throw TableErrors.Validation(
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. "
                + $"TotalSegments: {request["TotalSegments"]} Segment: {request["Segment"]}");
        }

        return store.Run(session => read.Respond(ItemRanges.Scan(session, read.Table, read.Index, hashes, read.Start)));
    }

    /// <summary>A segment is a part of the space of hashes.</summary>
    private static (long First, long Last) ReadSegment(JsonObject request)
    {
        const long Hashes = 1L << 32;
        var segment = request.Integer("Segment", minimum: 0);
        var total = request.Integer("TotalSegments", minimum: 1, MaximumSegments);
        return (segment, total) switch
        {
            (null, null) => (0, Hashes - 1),
            (null, _) => throw TableErrors.Validation(
                "The Segment parameter is required but was not present in the request when parameter TotalSegments is present"),
            (_, null) => throw TableErrors.Validation(
                "The TotalSegments parameter is required but was not present in the request when Segment parameter is present"),
            var (part, parts) when part < parts => (Hashes * part.Value / parts.Value, (Hashes * (part.Value + 1) / parts.Value) - 1),
            _ => throw TableErrors.Validation(
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                + $"Segment: {segment} is not less than TotalSegments: {total}"),
        };
    }
}
