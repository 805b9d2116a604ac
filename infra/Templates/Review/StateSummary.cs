using SensorWatch.Templates.Flow;
using SensorWatch.Templates.Resolution;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Templates.Review;

/// <summary>Tables and buckets: what must survive.</summary>
internal static class StateSummary
{
    public static void Append(Markdown text, Deployment deployment)
    {
        if (deployment.Tables.Count > 0)
        {
            text.Heading(2, "Tables");
            foreach (var table in deployment.Tables.OrderBy(table => FlowNodes.ShortName(table.Resource), StringComparer.Ordinal))
            {
                text.Heading(3, FlowNodes.ShortName(table.Resource));
                text.List(Facts(table));
            }
        }

        if (deployment.Buckets.Count > 0)
        {
            text.Heading(2, "Buckets");
            text.List(deployment.Buckets.Select(bucket => $"{FlowNodes.ShortName(bucket.Resource)}: {(bucket.Versioned ? "versioned" : "not versioned")}, "
                + $"{(bucket.SendsToEventBridge ? "tells EventBridge" : "does not tell EventBridge")}, {Deletion(bucket.Resource)}").Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Facts(TableResource table)
    {
        yield return $"key {Key(table.Key)}";
        foreach (var index in table.Indexes.OrderBy(index => index.Name, StringComparer.Ordinal))
        {
            yield return $"index {index.Name}: {Key(index.Key)}{(index.Global ? "" : ", local")}";
        }

        yield return table.StreamViewType is { } view ? $"stream {view}" : "no stream";
        yield return table.TimeToLiveAttribute is { } attribute ? $"items end by {attribute}" : "items stay";
        var recovery = JsonValues.At(table.Resource.Properties, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled");
        yield return recovery?.ToString() == "true" ? "point-in-time recovery" : "no point-in-time recovery";
        var isProtected = JsonValues.At(table.Resource.Properties, "DeletionProtectionEnabled")?.ToString() == "true";
        yield return $"{(isProtected ? "deletion protection" : "no deletion protection")}, {Deletion(table.Resource)}";
    }

    private static string Key(TableKey key) => key.Sort is { } sort ? $"{key.Partition.Name}, {sort.Name}" : key.Partition.Name;

    private static string Deletion(Resource resource) => $"with the stack: {resource.DeletionPolicy ?? "Delete"}";
}
