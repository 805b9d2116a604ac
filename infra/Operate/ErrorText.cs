using System.Net.Sockets;
using Amazon.Runtime;
using SensorWatch.Operate.Aws;

namespace SensorWatch.Operate;

/// <summary>One line for what went wrong: what was expected, what came, what to do.</summary>
internal static class ErrorText
{
    private static readonly HashSet<string> Denied = ["AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation"];

    private static readonly HashSet<string> WrongCredentials =
        ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch"];

    public static string Of(Exception exception, AwsTarget target) => exception switch
    {
        IOException or InvalidDataException => exception.Message,
        AmazonServiceException { ErrorCode: { } code } denied when Denied.Contains(code) =>
            $"{target.Name} refused: {denied.Message} Use credentials with that right, or ask for it.",
        AmazonServiceException { ErrorCode: { } code } wrong when WrongCredentials.Contains(code) =>
            $"{target.Name} didn't accept the credentials: {wrong.Message} Sign in again (aws sso login, aws configure), or choose another AWS_PROFILE.",
        _ when Causes(exception).Any(cause => cause is SocketException or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }) =>
            Unreachable(target),
        AmazonServiceException { ErrorCode: { Length: > 0 } code } refused => $"{target.Name} refused: {code}: {refused.Message}",
        AmazonServiceException { StatusCode: >= System.Net.HttpStatusCode.Continue and var status } strange =>
            $"Expected an answer of an AWS service from {target.Name}; got HTTP {(int)status}: {strange.Message} Is the address right?",
        AmazonClientException client when client.Message.Contains("RegionEndpoint", StringComparison.Ordinal) =>
            "Expected a region: give --region or AWS_REGION, or --endpoint http://127.0.0.1:4566 for a local run.",
        AmazonClientException client when Causes(client).Any(cause => cause.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase)) =>
            "Expected AWS credentials, and found none: sign in (aws sso login, aws configure) or set AWS_PROFILE; for a local run, give --endpoint http://127.0.0.1:4566.",
        _ => $"{target.Name}: {exception.GetType().Name}: {exception.Message}",
    };

    private static string Unreachable(AwsTarget target) => target.Endpoint is { IsLoopback: true }
        ? $"Nothing answers at {target.Name}: start the local run (dotnet run --project infra/Local), and give the address that it prints."
        : $"{target.Name} can't be reached: check the network, and --endpoint and --region.";

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
