#nullable disable // as in the package, whose types say nothing about null

using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService;

/// <summary>A client of Amazon SNS: of its operations, the one that the functions call.</summary>
public interface IAmazonSimpleNotificationService : IAmazonService, IDisposable
{
    /// <summary>Sends a message to the subscribers of a topic.</summary>
    /// <exception cref="AmazonSimpleNotificationServiceException">The message was refused, or the call failed after retries.</exception>
    Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSimpleNotificationServiceConfig();

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "IAmazonService asks for it on behalf of one service; this client needs no reflection.")]
    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        awsCredentials is null
            ? new AmazonSimpleNotificationServiceClient((AmazonSimpleNotificationServiceConfig)clientConfig)
            : new AmazonSimpleNotificationServiceClient(awsCredentials, (AmazonSimpleNotificationServiceConfig)clientConfig);
}
