using System.Text.Json.Nodes;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tables;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Tables.Storage;

public sealed class DurabilityTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tables").FullName;

    [Fact]
    public void Items_and_streams_outlive_the_service()
    {
        var table = TableBuilder.Table("Things", "id:S").WithStream();
        With(table, service => Send(service, "PutItem", """{"TableName": "Things", "Item": {"id": {"S": "a"}}}"""));
        With(table, service =>
        {
            Send(service, "GetItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}}""").ShouldBeJson("""{"Item": {"id": {"S": "a"}}}""");
            service.ReadStream("Things", 0, 10).Count.ShouldBe(1);
        });
    }

    [Fact]
    public void An_index_that_the_template_adds_is_filled_and_one_that_it_drops_is_emptied()
    {
        var table = TableBuilder.Table("Things", "id:S");
        var indexed = table.WithGlobalIndex("ByColour", "colour:S");
        const string Query =
            """
            {
                "TableName": "Things", "IndexName": "ByColour", "KeyConditionExpression": "colour = :red", "Select": "COUNT",
                "ExpressionAttributeValues": {":red": {"S": "red"}}
            }
            """;
        With(table, service =>
        {
            Send(service, "PutItem", """{"TableName": "Things", "Item": {"id": {"S": "a"}, "colour": {"S": "red"}}}""");
            Send(service, "PutItem", """{"TableName": "Things", "Item": {"id": {"S": "b"}, "colour": {"N": "1"}}}""");
        });
        With(indexed, service => Send(service, "Query", Query).ShouldBeJson("""{"Count": 1, "ScannedCount": 1}"""));
        With(table, service => Send(service, "DeleteItem", """{"TableName": "Things", "Key": {"id": {"S": "a"}}}"""));
        With(indexed, service => Send(service, "Query", Query).ShouldBeJson("""{"Count": 0, "ScannedCount": 0}"""));
    }

    [Fact]
    public void Time_to_live_that_the_template_adds_holds_for_the_items_that_are_there()
    {
        var table = TableBuilder.Table("Things", "id:S");
        var expired = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60;
        With(table, service => Send(service, "PutItem", $$$$"""{"TableName": "Things", "Item": {"id": {"S": "a"}, "expires": {"N": "{{{{expired}}}}"}}}"""));
        With(table.WithTimeToLive("expires"), service => service.DeleteExpired().ShouldBe(1));
    }

    [Fact]
    public void A_table_whose_key_has_changed_is_refused()
    {
        With(TableBuilder.Table("Things", "id:S"), _ => { });
        Should.Throw<InvalidOperationException>(() => With(TableBuilder.Table("Things", "id:N"), _ => { }))
            .Message.ShouldContain("App/Things");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private void With(TableResource table, Action<TableService> work)
    {
        using var database = Database.Open(_directory);
        using var service = new TableService(database, [table], TimeProvider.System);
        work(service);
    }

    private static JsonObject Send(TableService service, string operation, string request) =>
        service.HandleAsync(operation, JsonNode.Parse(request)!.AsObject(), CancellationToken.None).AsTask().GetAwaiter().GetResult()!;
}
