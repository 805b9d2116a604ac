using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Microsoft.Extensions.Time.Testing;
using SensorWatch.Functions.Runtime;

namespace SensorWatch.Functions.Tests.Runtime;

/// <summary>The real start-up code, run in this process against a <see cref="FakeRuntimeApi"/> and a clock that tests set.</summary>
internal sealed class RuntimeHost : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _output = new();

    public required FakeRuntimeApi Api { get; init; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero));

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal)
    {
        ["_HANDLER"] = nameof(TestHandler),
        ["AWS_LAMBDA_FUNCTION_NAME"] = "test",
        ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
        ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "256",
        ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/test",
        ["AWS_LAMBDA_LOG_STREAM_NAME"] = "stream",
        [TestHandler.Greeting] = "hello",
    };

    /// <summary>What <see cref="TestHandler"/> does.</summary>
    public Func<Question, ILambdaContext, CancellationToken, Task<Reply>> Handle { get; set; } =
        (question, _, _) => Task.FromResult(new Reply(question.Text + "!"));

    /// <summary>Makes <see cref="TestHandler"/>.</summary>
    public Func<HandlerServices, TestHandler>? Create { get; set; }

    /// <summary>The exit code, once the runtime has ended.</summary>
    public Task<int> Exit { get; private set; } = Task.FromResult(-1);

    /// <summary>The lines of the log so far.</summary>
    public IReadOnlyList<JsonNode> Log => [.. Encoding.UTF8.GetString(_output.ToArray())
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonNode.Parse(line)!)];

    public static async Task<RuntimeHost> CreateAsync()
    {
        var host = new RuntimeHost { Api = await FakeRuntimeApi.StartAsync() };
        host.Environment["AWS_LAMBDA_RUNTIME_API"] = host.Api.Address;
        return host;
    }

    public void Start()
    {
        HandlerRegistration[] handlers =
        [
            HandlerRegistration.Create(
                services => Create?.Invoke(services) ?? new TestHandler(Handle), TestJson.Default.Question, TestJson.Default.Reply),
            HandlerRegistration.Create(_ => new OtherHandler(), TestJson.Default.Question, TestJson.Default.Reply),
        ];
        Exit = LambdaBootstrap.RunAsync(Environment, handlers, _http, Time, _output, _stop.Token);
    }

    /// <summary>Hands an event to the runtime, with a deadline so far from now.</summary>
    public Task SendAsync(string text, string requestId = "request-1", double deadlineSeconds = 30, params (string Name, string Value)[] headers) =>
        Api.SendAsync($$"""{"text":"{{text}}"}""", requestId, Time.GetUtcNow().AddSeconds(deadlineSeconds), headers);

    /// <summary>Asks the runtime to end, as SIGTERM does.</summary>
    public Task StopAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Exit.WaitAsync(TimeSpan.FromSeconds(20));
        await Api.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }
}
