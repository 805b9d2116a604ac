using Microsoft.AspNetCore.Http;
using SensorWatch.Local.Access;
using SensorWatch.Local.Endpoint;
using SensorWatch.Local.Functions;
using SensorWatch.Local.Tracing;

namespace SensorWatch.Local.Hosting;

/// <summary>The calls that functions make of services: for which invocation, whether they may, and what the trace is told of them.</summary>
internal sealed class FunctionCalls(FunctionService functions, AccessControl access, CalledNodes reads, Tracer trace)
{
    /// <summary>What a request is made for: the invocation that its function's environment has.</summary>
    public TraceContext ContextOf(HttpRequest request) =>
        FunctionCredentials.EnvironmentOf(request) is { } id && functions.FindEnvironment(id) is var (function, environment)
            ? new(function.Resource.Path, environment.RequestId is { } requestId ? [StepId.Invocation(requestId)] : [])
            : TraceContext.Outside;

    /// <summary>Asks the policies of the function's role and of what it calls.</summary>
    /// <exception cref="AwsException">They don't allow it.</exception>
    public void Authorize(ServiceCall call)
    {
        access.Authorize(call);
        if (TraceContext.Current is { Node: { } function, Steps: [var invocation] })
        {
            trace.Record(new(FactKind.Called, invocation)
            {
                Node = function,
                Data = new() { ["service"] = call.Service, ["operation"] = call.Operation, ["target"] = call.Target },
                Onward = reads.ReadBy(call),
            });
        }
    }
}
