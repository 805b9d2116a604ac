using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Hosting;
using SensorWatch.Local.Logs;
using SensorWatch.Local.Mappings;
using SensorWatch.Local.Tables;
using SensorWatch.Local.Tests.Events;
using SensorWatch.Local.Topics;
using SensorWatch.Local.Tracing;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>Functions with the Runtime API and Lambda's Invoke on a free port.</summary>
internal sealed class FunctionHost : IAsyncDisposable
{
    private readonly HttpServer _server;
    private readonly AsynchronousInvocations _asynchronous;

    private readonly EventFixture _services;

    private FunctionHost(HttpServer server, FunctionService functions, AsynchronousInvocations asynchronous, EventFixture services, RecordingLog log)
    {
        _services = services;
        _server = server;
        _asynchronous = asynchronous;
        Functions = functions;
        Log = log;
        Client = new() { BaseAddress = server.Address };
    }

    public FunctionService Functions { get; }

    public AsynchronousInvocations Asynchronous => _asynchronous;

    public RecordingLog Log { get; }

    public required LogService Logs { get; init; }

    private TableService Tables { get; init; } = null!;

    public HttpClient Client { get; }

    public Uri Address => _server.Address;

    public static async Task<FunctionHost> StartAsync(
        FunctionResource function,
        FunctionOptions? options = null,
        TimeProvider? time = null,
        StartFunctionProcess? start = null)
    {
        var server = await HttpServer.StartAsync(0, NullLogger.Instance, CancellationToken.None);
        var services = new EventFixture([], []);
        var logs = new LogService(services.Queues.Database, [], [function], inMemory: true, time ?? TimeProvider.System);
        var log = new RecordingLog();
        var functions = new FunctionService(
            [function], server.Address, options ?? new(), time ?? TimeProvider.System, new FunctionLogs(log, new FunctionLogRecorder(logs, [function])), start);
        var asynchronous = new AsynchronousInvocations(
            functions.Directory, functions.InvokeAsync, [], services.Queues.Database, time ?? TimeProvider.System, NullLogger.Instance);
        var topics = new TopicService(
            services.Queues.Database, services.Queues.Service, [], services.Functions.Targets, [], [], services.Queues.Time, NullLogger.Instance);
        asynchronous.Start(new(services.Queues.Service, topics, services.Buses, asynchronous, Tracer.None, NullLogger.Instance));
        var tables = new TableService(services.Queues.Database, [], services.Queues.Time);
        var mappings = new EventSourceMappings(
            [],
            [function],
            services.Queues.Service,
            tables,
            services.Queues.Database,
            functions.InvokeAsync,
            Patterns.Compile,
            services.Queues.Time,
            new ListLogger<EventSourceMappings>());
        var runtimeApi = new RuntimeApi(functions);
        var lambdaApi = new LambdaApi(
            functions,
            asynchronous,
            logs,
            new(functions.Directory, new(functions.Directory, []), [], mappings, TimeProvider.System),
            CallGate.Open,
            NullLogger.Instance);
        server.Serve(context => context.Request.Path.StartsWithSegments(RuntimeApi.PathPrefix, StringComparison.Ordinal, out var runtimePath)
            ? runtimeApi.HandleAsync(context, runtimePath)
            : lambdaApi.HandleAsync(context));
        return new(server, functions, asynchronous, services, log) { Logs = logs, Tables = tables };
    }

    /// <summary>Invokes the only function.</summary>
    public Task<InvocationResult> InvokeAsync(object payload, CancellationToken cancellationToken = default) => Functions.InvokeAsync(
        Functions.Statistics.Single().FunctionName,
        Encoding.UTF8.GetBytes(payload as string ?? JsonSerializer.Serialize(payload)),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _asynchronous.DisposeAsync();
        await Functions.DisposeAsync();
        await Logs.DisposeAsync();
        Tables.Dispose();
        _services.Dispose();
        await _server.DisposeAsync();
    }
}

internal static class InvocationResultExtensions
{
    public static JsonNode Json(this InvocationResult result) => JsonNode.Parse(result.Payload.Span)!;

    public static string ErrorType(this InvocationResult result) => result.Json()["errorType"]!.GetValue<string>();

    public static string ErrorMessage(this InvocationResult result) => result.Json()["errorMessage"]!.GetValue<string>();
}
