using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Functions.Asynchronous;
using SensorWatch.Local.Store;
using SensorWatch.Local.Tests.Mappings;
using SensorWatch.Local.Tests.Queues;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tests.Functions;

/// <summary>
/// The functions <c>Handle</c> and <c>Other</c>, without processes: what a call of <c>Handle</c> gives is the test's to
/// say; <c>Other</c> succeeds.
/// </summary>
internal sealed class TestFunctions
{
    private readonly Database _database;

    public TestFunctions(
        Database database,
        TimeProvider time,
        IReadOnlyList<FunctionPermissionResource>? permissions = null,
        EventInvokeConfigResource? config = null,
        FunctionResource? handle = null)
    {
        _database = database;
        var directory = new FunctionDirectory([handle ?? MappingFixture.Function(), Function("Other")]);
        Asynchronous = new(directory, InvokeAsync, config is null ? [] : [config], database, time, NullLogger.Instance);
        Targets = new(directory, new(directory, permissions ?? []), Asynchronous);
    }

    public AsynchronousInvocations Asynchronous { get; }

    public FunctionTargets Targets { get; }

    /// <summary>Name, request id and event of each call.</summary>
    public ConcurrentQueue<(string Function, string RequestId, string Payload)> Calls { get; } = [];

    /// <summary>What calls of <c>Handle</c> give, by the number of the call from 1 on.</summary>
    public Func<int, InvocationResult> Answer { get; set; } = _ => Success();

    public static InvocationResult Success(string payload = "\"done\"") => new("", Encoding.UTF8.GetBytes(payload));

    public static InvocationResult Failure(string message = "no") =>
        new("", Encoding.UTF8.GetBytes($$"""{"errorType":"Broken","errorMessage":"{{message}}"}"""), FunctionError: "Unhandled");

    public static InvocationResult Throttled() => new("", default, Throttled: true);

    public static string Arn(string name) => $"arn:aws:lambda:{QueueFixture.Region}:{QueueFixture.Account}:function:{name}";

    public static FunctionResource Function(string name) => MappingFixture.Function() with
    {
        Resource = MappingFixture.Resource(name, FunctionResource.Type),
        Name = name,
        Arn = Arn(name),
    };

    /// <summary>What CDK writes for a rule's or subscription's function.</summary>
    public static FunctionPermissionResource Allow(string principal, string sourceArn) => new()
    {
        Resource = MappingFixture.Resource("Allow", FunctionPermissionResource.Type),
        FunctionName = Arn("Handle"),
        Action = "lambda:InvokeFunction",
        Principal = principal,
        SourceArn = sourceArn,
    };

    /// <summary>The events that wait for a function, in the order of their acceptance.</summary>
    public IReadOnlyList<JsonNode> Accepted(string function = "Handle") => _database.Run(connection =>
        AsynchronousStore.Next(connection, function, 100).Select(next => JsonNode.Parse(AsynchronousStore.Read(connection, next.RequestId).Payload.Span)!).ToList());

    /// <summary>Reads from what is kept.</summary>
    public T Read<T>(Func<SqliteConnection, T> read) => _database.Run(read);

    private Task<InvocationResult> InvokeAsync(string functionArn, ReadOnlyMemory<byte> payload, string requestId, CancellationToken cancellationToken)
    {
        var name = functionArn.Split(':')[^1];
        Calls.Enqueue((name, requestId, Encoding.UTF8.GetString(payload.Span)));
        var result = name == "Handle" ? Answer(Calls.Count(call => call.Function == "Handle")) : Success();
        return Task.FromResult(result with { RequestId = requestId });
    }
}
