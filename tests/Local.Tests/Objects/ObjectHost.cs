using Amazon.Runtime;
using Amazon.S3;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Events;
using SensorWatch.Local.Metering;
using SensorWatch.Local.Objects;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Objects;

/// <summary>
/// Buckets <c>uploads</c>, whose events go to a queue by way of the default bus, and <c>quiet</c>, behind a real HTTP
/// endpoint, as the AWS SDK sees them.
/// </summary>
internal sealed class ObjectHost : IAsyncDisposable
{
    private readonly HttpServer _server;
    private readonly EventFixture _events;

    private ObjectHost(HttpServer server, EventFixture events, CallGate gate)
    {
        _server = server;
        _events = events;
        Objects = new(events.Queues.Database, [Bucket("uploads", sendsToEventBridge: true), Bucket("quiet", sendsToEventBridge: false)], events.Buses, events.Queues.Time);
        var api = new S3Api(Objects, gate, NullLogger.Instance) { Usage = Usage };
        server.Serve(api.HandleAsync);
        Client = new(new BasicAWSCredentials("test", "test"), new AmazonS3Config
        {
            ServiceURL = server.Address.ToString(),
            AuthenticationRegion = QueueFixture.Region,
            MaxErrorRetry = 0,
        });
    }

    public AmazonS3Client Client { get; }

    public ObjectService Objects { get; }

    public UsageMeter Usage { get; } = new();

    /// <summary>What the events of objects made EventBridge bill.</summary>
    public UsageMeter EventUsage => _events.Buses.Usage;

    public Uri Address => _server.Address;

    public Database Database => _events.Queues.Database;

    /// <summary>What the rule for the bucket's events sent to its queue since the last call.</summary>
    public IReadOnlyList<string> ReceiveEvents() => [.. _events.Queues.ReceiveBodies("objects")];

    public static async Task<ObjectHost> StartAsync(string? dataDirectory = null, CallGate? gate = null)
    {
        var rule = EventFixture.Rule("objects", "aws.s3", EventFixture.Target("objects")) with { EventBusName = EventBridgeDeployment.DefaultBus };
        return new(
            await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None),
            new([rule], [EventFixture.Allow("objects", "objects")], dataDirectory, QueueFixture.Queue("objects")),
            gate ?? CallGate.Open);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _events.Dispose();
    }

    public static BucketResource Bucket(string name, bool sendsToEventBridge) => new(
        new() { Path = $"Test/{name}", StackId = "Test", LogicalId = name, Type = BucketResource.Type, PhysicalId = name, Properties = [] },
        name,
        $"arn:aws:s3:::{name}",
        sendsToEventBridge,
        Versioned: false);
}
