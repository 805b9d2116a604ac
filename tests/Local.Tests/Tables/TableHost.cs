using Amazon.DynamoDBv2;
using Amazon.Runtime;
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
        server.Serve(new AwsEndpoint([fixture.Service], CallGate.Open, NullLogger.Instance).HandleAsync);
        return new(fixture, server);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _tables.Dispose();
    }
}
