using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace SensorWatch.Functions.Tests.Runtime;

/// <summary>What a runtime posted to the Runtime API.</summary>
/// <param name="Path">Below <c>/2018-06-01/runtime</c>.</param>
/// <param name="Body">JSON.</param>
/// <param name="ErrorType"><c>Lambda-Runtime-Function-Error-Type</c>.</param>
internal sealed record RuntimePost(string Path, string Body, string? ErrorType)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
}

/// <summary>The Lambda Runtime API, played by a test: it hands out events and keeps what comes back.</summary>
internal sealed class FakeRuntimeApi : IAsyncDisposable
{
    /// <summary>The address has a path, as a runtime must be able to bear.</summary>
    private const string Prefix = "/environments/1";

    /// <summary>A bound on waiting, for a runtime that never answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<IReadOnlyDictionary<string, string>> _headers = Channel.CreateUnbounded<IReadOnlyDictionary<string, string>>();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly Channel<RuntimePost> _posts = Channel.CreateUnbounded<RuntimePost>();
    private LoopbackServer _server = null!;

    /// <summary>The value of <c>AWS_LAMBDA_RUNTIME_API</c>.</summary>
    public string Address => _server.Address.Authority + Prefix;

    /// <summary>Status and body of the next answers to posts; 202 when there are none.</summary>
    public Queue<(int Status, string Body)> Refusals { get; } = [];

    /// <summary>Status of the answer to <c>next</c> instead of an event; null for events.</summary>
    public int? NextStatus { get; set; }

    /// <summary>Completed when the runtime first asks for an event.</summary>
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<FakeRuntimeApi> StartAsync()
    {
        var api = new FakeRuntimeApi();
        api._server = await LoopbackServer.StartAsync(api.HandleAsync);
        return api;
    }

    /// <summary>Hands an event to the runtime.</summary>
    public async Task SendAsync(string body, string requestId, DateTimeOffset deadline, params (string Name, string Value)[] headers)
    {
        await _events.Writer.WriteAsync(body);
        await _headers.Writer.WriteAsync(new Dictionary<string, string>(headers.Select(header => KeyValuePair.Create(header.Name, header.Value)))
        {
            ["Lambda-Runtime-Aws-Request-Id"] = requestId,
            ["Lambda-Runtime-Deadline-Ms"] = deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:111122223333:function:test",
        });
    }

    /// <summary>The runtime's next post.</summary>
    public Task<RuntimePost> ReceiveAsync() => _posts.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var runtime = Prefix + "/2018-06-01/runtime";
        path.ShouldStartWith(runtime);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            path.ShouldBe(runtime + "/invocation/next");
            await NextAsync(context);
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var errorType = context.Request.Headers["Lambda-Runtime-Function-Error-Type"];
        await _posts.Writer.WriteAsync(new(path[runtime.Length..], await reader.ReadToEndAsync(), errorType));
        var (status, body) = Refusals.TryDequeue(out var refusal) ? refusal : (202, """{"status":"OK"}""");
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private async Task NextAsync(HttpContext context)
    {
        Started.TrySetResult();
        if (NextStatus is { } status)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("""{"errorType":"ServiceError","errorMessage":"no more"}""");
            return;
        }

        var body = await _events.Reader.ReadAsync(context.RequestAborted);
        foreach (var (name, value) in await _headers.Reader.ReadAsync(context.RequestAborted))
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body);
    }
}
