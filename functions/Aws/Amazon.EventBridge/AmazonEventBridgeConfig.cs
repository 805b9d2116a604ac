#nullable disable // as in the package, whose types say nothing about null

using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Subset.Internal;
using Amazon.Util.Internal;

namespace Amazon.EventBridge;

/// <summary>Settings of an <see cref="AmazonEventBridgeClient"/>.</summary>
public class AmazonEventBridgeConfig : ClientConfig
{
    private const string Id = "EventBridge";

    /// <summary>
    /// Takes what isn't set here from the environment, as every AWS SDK does: <c>AWS_REGION</c>,
    /// <c>AWS_ENDPOINT_URL_EVENTBRIDGE</c>, <c>AWS_ENDPOINT_URL</c>, <c>AWS_RETRY_MODE</c>, <c>AWS_MAX_ATTEMPTS</c>, …
    /// (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html).
    /// </summary>
    public AmazonEventBridgeConfig()
        : base(new DefaultConfigurationProvider(SmartDefaults.All))
    {
        base.ServiceId = Id;
        AuthenticationServiceName = "events";
        EndpointProvider = new RegionalEndpointProvider(Id, prefix: "events");
    }

    /// <summary>The service's id in AWS's models.</summary>
    public static new string ServiceId => Id;

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "events";

    /// <inheritdoc/>
    public override string ServiceVersion => "2015-10-07";

    /// <inheritdoc/>
    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString(Id, "4.0");

    /// <inheritdoc/>
    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return EndpointProvider.ResolveEndpoint(
            RegionalEndpointParameters.From(this, parameters.AlternateEndpoint?.SystemName));
    }
}
