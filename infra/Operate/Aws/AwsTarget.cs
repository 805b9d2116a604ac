using Amazon;
using Amazon.Runtime;

namespace SensorWatch.Operate.Aws;

/// <summary>Where the clients call.</summary>
/// <param name="Endpoint">Such as <c>http://127.0.0.1:4566</c>; null for AWS, or for what <c>AWS_ENDPOINT_URL</c> says.</param>
/// <param name="Region">Such as <c>eu-west-1</c>; null for what <c>AWS_REGION</c> or the profile says.</param>
internal sealed record AwsTarget(Uri? Endpoint, string? Region)
{
    /// <summary>What the AWS SDKs read: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html</summary>
    private const string EndpointVariable = "AWS_ENDPOINT_URL";

    /// <summary>The region of a local run, which has none of its own.</summary>
    private const string LocalRegion = "us-east-1";

    /// <summary>The target as errors name it.</summary>
    public string Name => Endpoint is { } endpoint ? endpoint.ToString().TrimEnd('/') : Region is { } region ? $"AWS in {region}" : "AWS";

    /// <summary>A run on this machine checks no credentials, and gets no real ones; null for those of the SDK's own search.</summary>
    public AWSCredentials? Credentials => Endpoint is { IsLoopback: true } ? new BasicAWSCredentials("local", "local") : null;

    /// <summary>With an endpoint on this machine taken out of the environment, which a newcomer sets without any credentials.</summary>
    public static AwsTarget From(Uri? endpoint, string? region) =>
        endpoint is null && Uri.TryCreate(Environment.GetEnvironmentVariable(EndpointVariable), UriKind.Absolute, out var given) && given.IsLoopback
            ? new(given, region)
            : new(endpoint, region);

    /// <summary>Puts endpoint and region into a client's settings.</summary>
    public T Configure<T>(T config)
        where T : ClientConfig
    {
        if (Endpoint is { } endpoint)
        {
            config.ServiceURL = endpoint.ToString();
            config.AuthenticationRegion = Region ?? LocalRegion;
        }
        else if (Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }
}
