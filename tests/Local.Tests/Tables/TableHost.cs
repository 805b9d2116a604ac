using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Endpoint;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Tables;

/// <summary>The service behind a real HTTP endpoint, as the AWS SDK sees it.</summary>
internal sealed class TableHost : IAsyncDisposable
{
    private readonly TableFixture _tables;
    private readonly HttpServer _server;

    private TableHost(TableFixture tables, HttpServer server)
    {
        _tables = tables;
        _server = server;
        Client = new(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig
        {
            ServiceURL = server.Address.ToString(),
            AuthenticationRegion = "eu-north-1",
            MaxErrorRetry = 0,
        });
    }

    public AmazonDynamoDBClient Client { get; }

    public static async Task<TableHost> StartAsync(params TableResource[] tables)
    {
        var fixture = new TableFixture(tables);
        var server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        server.Serve(context => AnswerAsync(fixture, context));
        return new(fixture, server);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _tables.Dispose();
    }

    private static async Task AnswerAsync(TableFixture fixture, HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[1];
        var request = await JsonNode.ParseAsync(context.Request.Body, documentOptions: new JsonDocumentOptions { MaxDepth = 256 });
        var (status, body) = (200, (JsonObject?)null);
        try
        {
            body = await fixture.Service.HandleAsync(operation, request!.AsObject(), context.RequestAborted);
        }
        catch (AwsException error)
        {
            status = error.StatusCode;
            body = new JsonObject((error.Members ?? []).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))) { ["__type"] = error.Code, ["message"] = error.Message };
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.0";
        await context.Response.WriteAsync(body!.ToJsonString());
    }
}
