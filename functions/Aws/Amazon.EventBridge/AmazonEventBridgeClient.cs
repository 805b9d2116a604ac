#nullable disable // as in the package, whose types say nothing about null

using Amazon.EventBridge.Internal;
using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Subset.Internal;

namespace Amazon.EventBridge;

/// <summary>
/// A client of Amazon EventBridge on AWSSDK.Core: its credentials, Signature Version 4, retries, clock correction and
/// endpoints are those of every AWS client in .NET. Thread-safe; make one and keep it.
/// </summary>
public class AmazonEventBridgeClient : AmazonServiceClient, IAmazonEventBridge
{
    /// <summary>Credentials and settings from the environment.</summary>
    public AmazonEventBridgeClient()
        : base(new AmazonEventBridgeConfig())
    {
    }

    /// <summary>Credentials and settings from the environment, and a region.</summary>
    public AmazonEventBridgeClient(RegionEndpoint region)
        : base(new AmazonEventBridgeConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Credentials from the environment.</summary>
    public AmazonEventBridgeClient(AmazonEventBridgeConfig config)
        : base(config)
    {
    }

    /// <summary>Given credentials; settings from the environment.</summary>
    public AmazonEventBridgeClient(AWSCredentials credentials)
        : this(credentials, new AmazonEventBridgeConfig())
    {
    }

    /// <summary>Given credentials and region.</summary>
    public AmazonEventBridgeClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonEventBridgeConfig { RegionEndpoint = region })
    {
    }

    /// <summary>Given credentials and settings.</summary>
    public AmazonEventBridgeClient(AWSCredentials credentials, AmazonEventBridgeConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <inheritdoc/>
    protected override IServiceMetadata ServiceMetadata { get; } = new Metadata();

    /// <inheritdoc/>
    public virtual Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default)
    {
        var options = new InvokeOptions
        {
            RequestMarshaller = PutEventsRequestMarshaller.Instance,
            ResponseUnmarshaller = PutEventsResponseUnmarshaller.Instance,
        };
        return InvokeAsync<PutEventsResponse>(request, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthSchemeHandler());
    }

    private sealed class Metadata : IServiceMetadata
    {
        public string ServiceId => AmazonEventBridgeConfig.ServiceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
    }
}
