using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Tables;

/// <summary>Makes table resources. Keys are written <c>name:type</c>.</summary>
internal static class TableBuilder
{
    public static TableResource Table(string name, string partition, string? sort = null) => new()
    {
        Resource = new()
        {
            Path = $"App/{name}",
            StackId = "App",
            LogicalId = name,
            Type = TableResource.Type,
            PhysicalId = name,
            Properties = [],
        },
        Name = name,
        Arn = $"arn:aws:dynamodb:eu-north-1:123456789012:table/{name}",
        Key = Key(partition, sort),
    };

    public static TableResource WithGlobalIndex(
        this TableResource table,
        string name,
        string partition,
        string? sort = null,
        string projection = "ALL",
        params string[] nonKeyAttributes) =>
        table with { Indexes = [.. table.Indexes, new(name, Key(partition, sort), true, projection, nonKeyAttributes)] };

    public static TableResource WithLocalIndex(
        this TableResource table,
        string name,
        string sort,
        string projection = "ALL",
        params string[] nonKeyAttributes) =>
        table with
        {
            Indexes = [.. table.Indexes, new(name, table.Key with { Sort = Attribute(sort) }, false, projection, nonKeyAttributes)],
        };

    public static TableResource WithStream(this TableResource table, string viewType = "NEW_AND_OLD_IMAGES") => table with
    {
        StreamViewType = viewType,
        StreamArn = $"{table.Arn}/stream/2026-11-23T00:00:00.000",
    };

    public static TableResource WithTimeToLive(this TableResource table, string attribute) => table with { TimeToLiveAttribute = attribute };

    private static TableKey Key(string partition, string? sort) => new(Attribute(partition), sort is null ? null : Attribute(sort));

    private static KeyAttribute Attribute(string text) => new(text.Split(':')[0], text.Split(':')[1]);
}
