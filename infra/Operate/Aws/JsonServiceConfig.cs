using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util.Internal;

namespace SensorWatch.Operate.Aws;

/// <summary>Settings of a <see cref="JsonServiceClient"/>; what isn't set comes from the environment, as with every AWS SDK.</summary>
internal sealed class JsonServiceConfig : ClientConfig
{
    private readonly AwsService _service;

    public JsonServiceConfig(AwsService service)
        : base(new DefaultConfigurationProvider([Defaults]))
    {
        _service = service;
        ServiceId = service.Id;
        AuthenticationServiceName = service.Prefix;
        EndpointProvider = new Endpoints(this);
    }

    public override string RegionEndpointServiceName => _service.Prefix;

    public override string ServiceVersion => _service.Version;

    public override string UserAgent => InternalSDKUtils.BuildUserAgentString(_service.Id, "4.0");

    private static DefaultConfiguration Defaults { get; } = new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromSeconds(3.1),
        TlsNegotiationTimeout = TimeSpan.FromSeconds(3.1),
    };

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => new(Url());

    /// <summary>The endpoint that was chosen, or the region's: https://docs.aws.amazon.com/general/latest/gr/rande.html</summary>
    private string Url()
    {
        if (!string.IsNullOrEmpty(ServiceURL))
        {
            return ServiceURL;
        }

        var region = RegionEndpoint ?? throw new AmazonClientException("No RegionEndpoint or ServiceURL configured");
        var partition = Fn.Partition(region.SystemName);
        return $"https://{_service.Prefix}{(UseFIPSEndpoint ? "-fips" : "")}.{region.SystemName}.{(UseDualstackEndpoint ? partition.dualStackDnsSuffix : partition.dnsSuffix)}";
    }

    private sealed class Endpoints(JsonServiceConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => new(config.Url());
    }
}
