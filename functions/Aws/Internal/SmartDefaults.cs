using Amazon.Runtime;

namespace Amazon.Subset.Internal;

/// <summary>
/// The SDKs' default modes (<c>AWS_DEFAULTS_MODE</c>): time-outs by distance to the service.
/// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-smart-config-defaults.html.
/// </summary>
internal static class SmartDefaults
{
    internal static readonly IDefaultConfiguration[] All =
    [
        Mode(DefaultConfigurationMode.Standard, connectMilliseconds: 3_100),
        Mode(DefaultConfigurationMode.InRegion, connectMilliseconds: 1_100),
        Mode(DefaultConfigurationMode.CrossRegion, connectMilliseconds: 3_100),
        Mode(DefaultConfigurationMode.Mobile, connectMilliseconds: 30_000),
        Mode(DefaultConfigurationMode.Auto, connectMilliseconds: 1_100),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };
}
