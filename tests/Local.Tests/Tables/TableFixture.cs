using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Tables;

/// <summary>The service on tables in memory, and a clock that stands still.</summary>
internal sealed class TableFixture : IDisposable
{
    private readonly Database _database = Database.Open(null);

    public TableFixture(params TableResource[] tables) => Service = new(_database, tables, Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public TableService Service { get; }

    /// <summary>A table <c>Things</c> with the key <c>id:S</c>, holding the items.</summary>
    public static TableFixture WithThings(params string[] items)
    {
        var fixture = new TableFixture(TableBuilder.Table("Things", "id:S"));
        fixture.Put("Things", items);
        return fixture;
    }

    /// <summary>A table <c>Rows</c> with the key <c>p:S, s:N</c>, holding the items.</summary>
    public static TableFixture WithRows(params string[] items)
    {
        var fixture = new TableFixture(TableBuilder.Table("Rows", "p:S", "s:N"));
        fixture.Put("Rows", items);
        return fixture;
    }

    public JsonObject Send(string operation, string request) => Send(operation, JsonNode.Parse(request)!.AsObject());

    public JsonObject Send(string operation, JsonObject request) =>
        Service.HandleAsync(operation, request, CancellationToken.None).AsTask().GetAwaiter().GetResult()
        ?? throw new InvalidOperationException($"The service has no operation {operation}.");

    /// <summary>The error that the request gets.</summary>
    public AwsException Refused(string operation, string request) => Should.Throw<AwsException>(() => Send(operation, request));

    public void Put(string table, params string[] items)
    {
        foreach (var item in items)
        {
            Send("PutItem", new JsonObject { ["TableName"] = table, ["Item"] = JsonNode.Parse(item) });
        }
    }

    /// <summary>The item with the key, as JSON text; null when there is none.</summary>
    public string? Get(string table, string key) =>
        Send("GetItem", new JsonObject { ["TableName"] = table, ["Key"] = JsonNode.Parse(key) })["Item"]?.ToJsonString();

    public void Dispose()
    {
        Service.Dispose();
        _database.Dispose();
    }
}
