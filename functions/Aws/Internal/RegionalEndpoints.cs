#nullable disable // AWSSDK.Core's types say nothing about null

using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util;

namespace Amazon.Subset.Internal;

/// <summary>What an endpoint depends on.</summary>
internal sealed class RegionalEndpointParameters : EndpointParameters
{
    /// <summary>Region of the service, <c>us-east-1</c>; null if there is none and <see cref="Endpoint"/> doesn't tell.</summary>
    internal string Region { get; private init; }

    /// <summary>An endpoint that the user chose; null for AWS's own.</summary>
    internal string Endpoint { get; private init; }

    internal bool UseFips { get; private init; }

    internal bool UseDualStack { get; private init; }

    /// <summary>Reads them from a client's settings.</summary>
    internal static RegionalEndpointParameters From(IClientConfig config, string alternateRegion)
    {
        var region = alternateRegion ?? config.RegionEndpoint?.SystemName;
        if (region is null && !string.IsNullOrEmpty(config.ServiceURL))
        {
            region = AWSSDKUtils.DetermineRegion(config.ServiceURL);
        }

        return new()
        {
            Region = region,
            Endpoint = config.ServiceURL,
            UseFips = config.UseFIPSEndpoint,
            UseDualStack = config.UseDualstackEndpoint,
        };
    }
}

/// <summary>
/// Resolves the endpoints of a service that has one in each region, <c>https://events.{region}.amazonaws.com</c>, and
/// their FIPS and dual-stack kin: https://docs.aws.amazon.com/general/latest/gr/rande.html.
/// </summary>
/// <param name="service">The service's name in errors.</param>
/// <param name="prefix">The first label of its host names.</param>
internal sealed class RegionalEndpointProvider(string service, string prefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Resolve((RegionalEndpointParameters)parameters);
    }

    private Endpoint Resolve(RegionalEndpointParameters parameters)
    {
        if (!string.IsNullOrEmpty(parameters.Endpoint))
        {
            return parameters switch
            {
                { UseFips: true } => throw Invalid("FIPS and a custom endpoint don't go together"),
                { UseDualStack: true } => throw Invalid("dual stack and a custom endpoint don't go together"),
                _ => new Endpoint(parameters.Endpoint),
            };
        }

        if (string.IsNullOrEmpty(parameters.Region))
        {
            throw Invalid("no region is configured: set AWS_REGION");
        }

        var partition = Fn.Partition(parameters.Region);
        if (parameters.UseFips && !partition.supportsFIPS)
        {
            throw Invalid($"partition {partition.name} has no FIPS endpoints");
        }

        if (parameters.UseDualStack && !partition.supportsDualStack)
        {
            throw Invalid($"partition {partition.name} has no dual-stack endpoints");
        }

        // In GovCloud the usual endpoints are the FIPS ones.
        var usualIsFips = string.Equals(partition.name, "aws-us-gov", StringComparison.Ordinal) && !parameters.UseDualStack;
        var host = parameters.UseFips && !usualIsFips ? $"{prefix}-fips" : prefix;
        var suffix = parameters.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint($"https://{host}.{parameters.Region}.{suffix}");
    }

    private AmazonClientException Invalid(string reason) => new($"{service} has no such endpoint: {reason}.");
}

/// <summary>The step of a request that finds its endpoint.</summary>
internal sealed class RegionalEndpointResolver : BaseEndpointResolver
{
    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        ArgumentNullException.ThrowIfNull(requestContext);
        return RegionalEndpointParameters.From(
            requestContext.ClientConfig, requestContext.Request.AlternateEndpoint?.SystemName);
    }
}
