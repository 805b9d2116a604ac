using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Value = Amazon.DynamoDBv2.Model.AttributeValue;

namespace SensorWatch.Local.Tests.Tables;

/// <summary>The AWS SDK's own client, over HTTP.</summary>
public sealed class SdkTests
{
    [Fact]
    public async Task Every_type_of_value_survives_the_way_through_the_SDK()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Things", "id:S"));
        Value deep = new() { S = "leaf" };
        for (var i = 0; i < 31; i++)
        {
            deep = new() { M = new() { ["n"] = deep } };
        }

        var item = new Dictionary<string, Value>
        {
            ["id"] = new("a"),
            ["text"] = new("grün 😀 \u0001 \""),
            ["empty"] = new(""),
            ["number"] = new() { N = "-12345678901234567890.5" },
            ["binary"] = new() { B = new MemoryStream([0, 255]) },
            ["flag"] = new() { BOOL = false },
            ["nothing"] = new() { NULL = true },
            ["texts"] = new() { SS = ["x", "y"] },
            ["numbers"] = new() { NS = ["1", "2"] },
            ["binaries"] = new() { BS = [new MemoryStream([1])] },
            ["list"] = new() { L = [new("x"), new() { N = "1" }] },
            ["deep"] = deep,
        };
        await host.Client.PutItemAsync("Things", item);
        var read = (await host.Client.GetItemAsync("Things", new() { ["id"] = new("a") })).Item;

        read.Keys.ShouldBe(item.Keys, ignoreOrder: true);
        read["text"].S.ShouldBe(item["text"].S);
        read["empty"].S.ShouldBe("");
        read["number"].N.ShouldBe(item["number"].N);
        read["binary"].B.ToArray().ShouldBe([0, 255]);
        read["flag"].BOOL.ShouldBe(false);
        read["nothing"].NULL.ShouldBe(true);
        read["texts"].SS.ShouldBe(["x", "y"], ignoreOrder: true);
        read["numbers"].NS.ShouldBe(["1", "2"], ignoreOrder: true);
        read["binaries"].BS.Single().ToArray().ShouldBe([1]);
        read["list"].L[1].N.ShouldBe("1");
        read["deep"].M["n"].M["n"].M.ShouldContainKey("n");
    }

    [Fact]
    public async Task A_missing_item_has_no_attributes()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Things", "id:S"));
        var response = await host.Client.GetItemAsync("Things", new() { ["id"] = new("a") });
        response.IsItemSet.ShouldBeFalse();
    }

    [Fact]
    public async Task Errors_become_the_SDKs_exceptions()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Things", "id:S"));
        var key = new Dictionary<string, Value> { ["id"] = new("a") };
        await host.Client.PutItemAsync("Things", key);
        var failed = await Should.ThrowAsync<ConditionalCheckFailedException>(() => host.Client.PutItemAsync(new()
        {
            TableName = "Things",
            Item = key,
            ConditionExpression = "attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        }));
        failed.Item["id"].S.ShouldBe("a");
        failed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await Should.ThrowAsync<ResourceNotFoundException>(() => host.Client.GetItemAsync("Nope", key));
        var invalid = await Should.ThrowAsync<AmazonDynamoDBException>(() => host.Client.GetItemAsync("Things", new() { ["x"] = new("a") }));
        invalid.ErrorCode.ShouldBe("ValidationException");
        invalid.Message.ShouldBe("The provided key element does not match the schema");
    }

    [Fact]
    public async Task A_cancelled_transaction_tells_its_reasons()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Things", "id:S"));
        var put = new Put { TableName = "Things", Item = new() { ["id"] = new("a") }, ConditionExpression = "attribute_not_exists(id)" };
        await host.Client.TransactWriteItemsAsync(new() { TransactItems = [new() { Put = put }] });

        put.ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD;
        var other = new Put { TableName = "Things", Item = new() { ["id"] = new("b") } };
        var cancelled = await Should.ThrowAsync<TransactionCanceledException>(
            () => host.Client.TransactWriteItemsAsync(new() { TransactItems = [new() { Put = other }, new() { Put = put }] }));
        cancelled.CancellationReasons.Select(reason => reason.Code).ShouldBe(["None", "ConditionalCheckFailed"]);
        cancelled.CancellationReasons[1].Item["id"].S.ShouldBe("a");
    }

    [Fact]
    public async Task Batches_queries_and_paginators_work()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Rows", "p:S", "s:N").WithGlobalIndex("ByV", "v:S"));
        var writes = Enumerable.Range(0, 25).Select(i => new WriteRequest(new PutRequest(new()
        {
            ["p"] = new("a"),
            ["s"] = new() { N = $"{i}" },
            ["v"] = new(i % 2 == 0 ? "even" : "odd"),
        }))).ToList();
        var batch = await host.Client.BatchWriteItemAsync(new Dictionary<string, List<WriteRequest>> { ["Rows"] = writes });
        (batch.UnprocessedItems?.Count ?? 0).ShouldBe(0);

        var rows = new List<string>();
        await foreach (var page in host.Client.Paginators.Query(new()
        {
            TableName = "Rows",
            KeyConditionExpression = "p = :p AND s >= :s",
            ExpressionAttributeValues = new() { [":p"] = new("a"), [":s"] = new() { N = "20" } },
            ScanIndexForward = false,
            Limit = 2,
        }).Responses)
        {
            rows.AddRange(page.Items.Select(row => row["s"].N));
        }

        rows.ShouldBe(["24", "23", "22", "21", "20"]);
        var odd = await host.Client.QueryAsync(new()
        {
            TableName = "Rows",
            IndexName = "ByV",
            KeyConditionExpression = "v = :v",
            ExpressionAttributeValues = new() { [":v"] = new("odd") },
            ReturnConsumedCapacity = ReturnConsumedCapacity.INDEXES,
        });
        odd.Count.ShouldBe(12);
        odd.ConsumedCapacity.GlobalSecondaryIndexes["ByV"].CapacityUnits.ShouldBe(0.5);
    }

    [Fact]
    public async Task An_update_returns_what_was_asked_for()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Things", "id:S"));
        var response = await host.Client.UpdateItemAsync(new()
        {
            TableName = "Things",
            Key = new() { ["id"] = new("a") },
            UpdateExpression = "ADD #n :1",
            ExpressionAttributeNames = new() { ["#n"] = "count" },
            ExpressionAttributeValues = new() { [":1"] = new() { N = "1" } },
            ReturnValues = ReturnValue.UPDATED_NEW,
        });
        response.Attributes["count"].N.ShouldBe("1");
    }

    [Fact]
    public async Task Tables_are_described_and_listed()
    {
        await using var host = await TableHost.StartAsync(TableBuilder.Table("Things", "id:S").WithTimeToLive("expires").WithStream());
        var table = (await host.Client.DescribeTableAsync("Things")).Table;
        table.TableStatus.ShouldBe(TableStatus.ACTIVE);
        table.CreationDateTime.ShouldBe(new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc));
        table.StreamSpecification.StreamViewType.ShouldBe(StreamViewType.NEW_AND_OLD_IMAGES);
        (await host.Client.ListTablesAsync()).TableNames.ShouldBe(["Things"]);
        (await host.Client.DescribeTimeToLiveAsync("Things")).TimeToLiveDescription.AttributeName.ShouldBe("expires");
    }
}
