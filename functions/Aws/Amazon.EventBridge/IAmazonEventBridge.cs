#nullable disable // as in the package, whose types say nothing about null

using System.Diagnostics.CodeAnalysis;
using Amazon.EventBridge.Model;
using Amazon.Runtime;

namespace Amazon.EventBridge;

/// <summary>A client of Amazon EventBridge: of its operations, the one that the functions call.</summary>
public interface IAmazonEventBridge : IAmazonService, IDisposable
{
    /// <summary>Puts up to 10 events on a bus.</summary>
    /// <exception cref="AmazonEventBridgeException">The whole call was refused, or failed after retries.</exception>
    Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonEventBridgeConfig();

    [UnconditionalSuppressMessage(
        "Trimming", "IL2026", Justification = "IAmazonService asks for it on behalf of one service; this client needs no reflection.")]
    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        awsCredentials is null
            ? new AmazonEventBridgeClient((AmazonEventBridgeConfig)clientConfig)
            : new AmazonEventBridgeClient(awsCredentials, (AmazonEventBridgeConfig)clientConfig);
}
