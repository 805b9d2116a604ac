#nullable disable // as in the package, whose types say nothing about null

using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Subset.Internal;
using Amazon.Util.Internal;

namespace Amazon.SimpleNotificationService;

/// <summary>Settings of an <see cref="AmazonSimpleNotificationServiceClient"/>.</summary>
public class AmazonSimpleNotificationServiceConfig : ClientConfig
{
    private const string Id = "SNS";

    /// <summary>
    /// Takes what isn't set here from the environment, as every AWS SDK does: <c>AWS_REGION</c>,
    /// <c>AWS_ENDPOINT_URL_SNS</c>, <c>AWS_ENDPOINT_URL</c>, <c>AWS_RETRY_MODE</c>, <c>AWS_MAX_ATTEMPTS</c>, …
    /// (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html).
    /// </summary>
    public AmazonSimpleNotificationServiceConfig()
        : base(new DefaultConfigurationProvider(SmartDefaults.All))
    {
        base.ServiceId = Id;
        AuthenticationServiceName = "sns";
        EndpointProvider = new RegionalEndpointProvider(Id, prefix: "sns");
    }

    /// <summary>The service's id in AWS's models.</summary>
    public static new string ServiceId => Id;

    /// <inheritdoc/>
    public override string RegionEndpointServiceName => "sns";

    /// <inheritdoc/>
    public override string ServiceVersion => "2010-03-31";

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
