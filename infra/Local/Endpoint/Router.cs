using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Access;
using SensorWatch.Local.Console;
using SensorWatch.Local.Faults;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Http;
using SensorWatch.Local.Objects;
using SensorWatch.Local.Timing;
using SensorWatch.Local.Topics;

namespace SensorWatch.Local.Endpoint;

/// <summary>
/// Tells apart what comes to the one port: the Runtime API and Lambda's by path, AWS's JSON services by
/// <c>X-Amz-Target</c>, S3, the Query services and other signed AWS calls by their signature, and what is left is for the HTTP APIs.
/// <see cref="LoopbackGuard"/> stands before all of them.
/// </summary>
internal sealed class Router(
    RuntimeApi runtimeApi,
    LambdaApi lambdaApi,
    AwsEndpoint aws,
    AwsQueryEndpoint query,
    S3Api s3,
    TopicsPage topicsPage,
    FaultControl faultControl,
    TimeControl timeControl,
    ConsoleServer console,
    HttpApis httpApis)
{
    public Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var handle = Find(context.Request);
        return LoopbackGuard.ProblemOf(context.Request, anyOrigin: handle is null) is { } problem
            ? LoopbackGuard.RefuseAsync(context, problem)
            : (handle ?? httpApis.HandleAsync)(context);
    }

    /// <summary>What answers a request; null for the HTTP APIs.</summary>
    private RequestDelegate? Find(HttpRequest request)
    {
        if (request.Path.StartsWithSegments(RuntimeApi.PathPrefix, StringComparison.Ordinal, out var runtimePath))
        {
            return context => runtimeApi.HandleAsync(context, runtimePath);
        }

        if (request.Headers.ContainsKey("X-Amz-Target"))
        {
            return aws.HandleAsync;
        }

        if (LambdaApi.Serves(request.Path))
        {
            return lambdaApi.HandleAsync;
        }

        if (request.Path.StartsWithSegments(TopicsPage.PathPrefix, StringComparison.Ordinal, out var topicPath))
        {
            return context => topicsPage.HandleAsync(context, topicPath);
        }

        if (request.Path == TimeControl.PathPrefix)
        {
            return timeControl.HandleAsync;
        }

        if (request.Path == FaultControl.PathPrefix)
        {
            return faultControl.HandleAsync;
        }

        if (request.Path.StartsWithSegments(ConsoleServer.PathPrefix, StringComparison.Ordinal, out var consolePath))
        {
            return context => console.HandleAsync(context, consolePath);
        }

        // A person opens the address: an API's own page goes before the console.
        if (ConsoleServer.IsAskedFor(request) && !httpApis.HasRoute(request))
        {
            return ConsoleServer.RedirectAsync;
        }

        return SignedService(request.Headers.Authorization.ToString()) switch
        {
            S3Api.SigningName => s3.HandleAsync,
            null when S3Api.IsPresigned(request) => s3.HandleAsync,
            null or "execute-api" => null,
            var service when query.Serves(service) => context => query.HandleAsync(context, service),
            var service when AwsQueryEndpoint.Speaks(request, service) => context => query.RefuseAsync(context, service),
            var service => context => aws.RefuseAsync(context, service),
        };
    }

    /// <summary>
    /// The service that a request was signed for: <c>AWS4-HMAC-SHA256 Credential=KEY/20261123/eu-north-1/sqs/aws4_request, …</c>;
    /// null when it isn't signed. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    /// </summary>
    internal static string? SignedService(string authorization) =>
        FunctionCredentials.Scope(authorization)?.Split('/') is [.., var service, "aws4_request"] ? service : null;
}
