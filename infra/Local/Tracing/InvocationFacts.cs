using System.Text;
using System.Text.Json.Nodes;
using SensorWatch.Local.Functions;
using SensorWatch.Templates.Resources;

namespace SensorWatch.Local.Tracing;

/// <summary>What is told of a function's invocations: by their callers, and by the environments that took them.</summary>
/// <param name="functions">The functions.</param>
/// <param name="trace">Hears of it.</param>
internal sealed class InvocationFacts(FunctionDirectory functions, Tracer trace) : IFunctionLog
{
    /// <summary>A longer payload is not kept: Lambda takes up to 6 MB, most of it images of a stream's records.</summary>
    private const int MaximumPayload = 128 * 1024;

    /// <summary>A function is called. What messages, and an asynchronous call's acceptance, carry is known from them.</summary>
    public static Fact Invoked(FunctionResource function, Invocation invocation)
    {
        var steps = TraceContext.Current.Steps;
        var id = StepId.Invocation(invocation.RequestId);
        var isKnown = steps is [var cause, ..] && (cause == id || StepId.KindOf(cause) == "message");
        return new(FactKind.Invoked, id)
        {
            Node = function.Resource.Path,
            Count = Math.Max(1, steps.Count),
            Text = isKnown || invocation.Payload.Length > MaximumPayload ? null : Encoding.UTF8.GetString(invocation.Payload.Span),
        };
    }

    /// <summary>Its caller has heard from it.</summary>
    public static Fact Answered(FunctionResource function, Invocation invocation, InvocationResult result)
    {
        var data = new JsonObject { ["status"] = result.Throttled ? "throttled" : result.Succeeded ? "ok" : "error" };
        if (result is { Throttled: false, Succeeded: false })
        {
            var error = InvocationError.Of(result);
            data["errorType"] = error?.Type ?? result.FunctionError;
            data["errorMessage"] = error?.Message;
        }

        return new(FactKind.Answered, StepId.Invocation(invocation.RequestId)) { Node = function.Resource.Path, Data = data };
    }

    public void Write(FunctionLogLine line)
    {
        // Lines are kept by the logs, under the invocation's id.
    }

    public void Write(InvocationStart start) =>
        Record(FactKind.Started, start.FunctionName, start.RequestId, new() { ["stream"] = start.LogStreamName });

    public void Write(InvocationReport report) => Record(FactKind.Reported, report.FunctionName, report.RequestId, new()
    {
        ["status"] = report.Status.ToString(),
        ["errorType"] = report.ErrorType,
        ["durationMs"] = Milliseconds(report.Duration),
        ["billedMs"] = Milliseconds(report.BilledDuration),
        ["initMs"] = report.InitDuration is { } init ? Milliseconds(init) : null,
        ["memoryMb"] = report.MaximumMemoryMegabytes,
    });

    public void Write(EnvironmentFailure failure)
    {
        // Its invocation, if it had one, is reported as failed.
    }

    private static double Milliseconds(TimeSpan duration) => Math.Round(duration.TotalMilliseconds, 3);

    private void Record(FactKind kind, string functionName, string requestId, JsonObject data) => trace.Record(new(kind, StepId.Invocation(requestId))
    {
        Node = functions.Find(functionName)?.Resource.Path,
        Data = data,
    });
}
