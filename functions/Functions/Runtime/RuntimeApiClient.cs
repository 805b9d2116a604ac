using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace SensorWatch.Functions.Runtime;

/// <summary>
/// The calls of the Lambda Runtime API, version 2018-06-01: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
/// </summary>
/// <param name="http">Must not time out: Lambda answers <c>next</c> when there is an event, and freezes the process until then.</param>
/// <param name="runtimeApi">The value of <c>AWS_LAMBDA_RUNTIME_API</c>: <c>host:port</c>, and perhaps a path.</param>
internal sealed class RuntimeApiClient(HttpClient http, string runtimeApi)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly string _runtime = $"http://{runtimeApi.TrimEnd('/')}/2018-06-01/runtime/";

    /// <summary>Waits for the next invocation.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API refused.</exception>
    /// <exception cref="HttpRequestException">The Runtime API can't be reached.</exception>
    public async Task<Invocation> NextAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(_runtime + "invocation/next"), cancellationToken);
        await ThrowUnlessSuccessfulAsync(response);
        var payload = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return Invocation.From(response.Headers, payload);
    }

    /// <summary>Answers an invocation.</summary>
    /// <exception cref="RuntimeApiException">
    /// The Runtime API refused; with 413 the answer is too large and the invocation is still open.
    /// </exception>
    public Task RespondAsync(string requestId, ReadOnlyMemory<byte> response) => PostAsync($"invocation/{requestId}/response", response);

    /// <summary>Reports that an invocation failed.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API refused.</exception>
    public Task ReportErrorAsync(string requestId, FunctionError error) => PostErrorAsync($"invocation/{requestId}/error", error);

    /// <summary>Reports that the execution environment can't start.</summary>
    /// <exception cref="RuntimeApiException">The Runtime API refused.</exception>
    public Task ReportInitErrorAsync(FunctionError error) => PostErrorAsync("init/error", error);

    private Task PostErrorAsync(string path, FunctionError error) =>
        PostAsync(path, JsonSerializer.SerializeToUtf8Bytes(error, RuntimeJson.Default.FunctionError), error.Category);

    private async Task PostAsync(string path, ReadOnlyMemory<byte> body, string? errorType = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_runtime + path));
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = Json;
        if (errorType is not null)
        {
            request.Headers.Add("Lambda-Runtime-Function-Error-Type", errorType);
        }

        // Not cancellable: once a result exists, it is better delivered than dropped.
        using var response = await http.SendAsync(request, CancellationToken.None);
        await ThrowUnlessSuccessfulAsync(response);
    }

    private static async Task ThrowUnlessSuccessfulAsync(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            var body = await response.Content.ReadAsStringAsync();
            throw new RuntimeApiException(response.StatusCode, body);
        }
    }
}

/// <summary>The Runtime API answered with an error.</summary>
/// <param name="statusCode">
/// 400 for an unknown request id, 403 for a call that is out of turn, 413 for an answer that is too large,
/// 500 when the process must end.
/// </param>
/// <param name="body">The answer's body, <c>{"errorType","errorMessage"}</c>.</param>
internal sealed class RuntimeApiException(HttpStatusCode statusCode, string body)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"The Lambda Runtime API answered {(int)statusCode}: {body}"))
{
    public HttpStatusCode StatusCode { get; } = statusCode;
}
